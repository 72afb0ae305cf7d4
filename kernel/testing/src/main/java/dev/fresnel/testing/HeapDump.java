package dev.fresnel.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Writes the heap to a file when somebody asked for it with {@code -Dfresnel.heap-dumps=DIR}. */
final class HeapDump {
    private HeapDump() {}

    /** @return what to add to a message: where the dump is, or how to get one */
    static String write(String name) {
        var folder = System.getProperty("fresnel.heap-dumps");
        if (folder == null) {
            return "; -Dfresnel.heap-dumps=DIR writes the heap";
        }
        var file = Path.of(folder, name + "-" + System.nanoTime() + ".hprof");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
            return "; the heap is in " + file;
        } catch (IOException e) {
            return "; the heap could not be written: " + e.getMessage();
        }
    }
}
