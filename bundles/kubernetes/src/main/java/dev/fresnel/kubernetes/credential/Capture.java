package dev.fresnel.kubernetes.credential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a program writes, up to a limit. It is read to its end so that the program never waits; the end may never come,
 * because what the program has left running can hold its output open.
 */
final class Capture {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;

    Capture(InputStream in, int limit) {
        this.reader = Thread.ofVirtual().name("fresnel-exec-output").start(() -> read(in, limit));
    }

    private void read(InputStream in, int limit) {
        byte[] chunk = new byte[8192];
        try (in) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                synchronized (kept) {
                    kept.write(chunk, 0, Math.min(read, limit - kept.size()));
                }
            }
        } catch (IOException e) {
            // What came before counts.
        }
    }

    /** Once the program has ended. */
    String text() throws InterruptedException {
        reader.join(PATIENCE);
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
