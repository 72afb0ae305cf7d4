package dev.fresnel.catalog.service.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Looks through the constant pools of a bundle's classes for what must be asked for and for what keeps a bundle from being
 * unloaded. It finds mistakes and carelessness; it is no sandbox, reflection passes it.
 */
public final class ClassScan {
    /** What has to be asked for, by capability. */
    private static final Map<String, Set<String>> ASKED = Map.of(
            "process", Set.of("java/lang/ProcessBuilder", "java/lang/Runtime.exec"),
            "native", Set.of("java/lang/foreign/Linker", "java/lang/foreign/SymbolLookup", "java/lang/foreign/Arena.global", "java/lang/System.load", "java/lang/System.loadLibrary", "java/lang/Runtime.load", "java/lang/Runtime.loadLibrary", "sun/misc/Unsafe", "jdk/internal/misc/Unsafe"));

    /** What belongs to the whole process, or outlives the bundle. */
    private static final Map<String, String> STICKY = Map.ofEntries(
            Map.entry("java/lang/System.exit", "ends the whole server"),
            Map.entry("java/lang/Runtime.exit", "ends the whole server"),
            Map.entry("java/lang/Runtime.halt", "ends the whole server"),
            Map.entry("java/lang/Runtime.addShutdownHook", "stays until the server ends"),
            Map.entry("java/util/Timer", "has a thread that nobody ends"),
            Map.entry("java/lang/ref/Cleaner", "has a thread that nobody ends"),
            Map.entry("java/sql/DriverManager", "keeps drivers for the whole process"),
            Map.entry("jdk/jfr/Event", "is registered for the whole process"),
            Map.entry("java/util/concurrent/ForkJoinPool.commonPool", "belongs to the whole process"),
            Map.entry("java/util/Collection.parallelStream", "runs on the pool of the whole process"));

    private final Map<String, String> found = new TreeMap<>();
    private final Set<String> clinging = new TreeSet<>();
    private final String own;

    /** @param own what the bundle's own classes begin with */
    private ClassScan(String own) {
        this.own = own;
    }

    /**
     * What was found.
     *
     * @param asks capabilities that its classes use, with the class that uses each
     * @param sticky what its own classes do that keeps it from being unloaded, each in words; libraries in it may do so where nobody calls them
     */
    public record Findings(Map<String, String> asks, List<String> sticky) {}

    /**
     * Reads all classes.
     *
     * @param file a bundle that passed the archive gate
     * @param symbolicName also the root package of its own classes
     */
    public static Findings of(Path file, String symbolicName) throws IOException, Refused {
        var scan = new ClassScan(symbolicName.replace('.', '/').replace('-', '_') + "/");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            var entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".class")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        scan.read(entry.getName(), in.readAllBytes());
                    }
                } else if (entry.getName().endsWith(".jar")) {
                    try (var nested = new ZipInputStream(zip.getInputStream(entry))) {
                        scan.nested(nested);
                    }
                }
            }
        }
        return scan.findings();
    }

    private void nested(ZipInputStream jar) throws IOException, Refused {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().endsWith(".class")) {
                read(entry.getName(), jar.readAllBytes());
            }
        }
    }

    private void read(String name, byte[] bytes) throws Refused {
        if (name.endsWith("module-info.class")) {
            return;
        }
        try {
            var model = ClassFile.of().parse(bytes);
            String self = model.thisClass().asInternalName();
            for (PoolEntry entry : model.constantPool()) {
                switch (entry) {
                    case ClassEntry type -> note(type.asInternalName(), self);
                    case MemberRefEntry member -> note(member.owner().asInternalName() + "." + member.name().stringValue(), self);
                    default -> { /* names nothing */ }
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("has a class that cannot be read: " + name);
        }
    }

    private void note(String used, String by) {
        if (ASKED.values().stream().anyMatch(all -> all.contains(used))) {
            found.putIfAbsent(used, by);
        }
        if (STICKY.containsKey(used) && by.replace('-', '_').startsWith(own)) {
            clinging.add(by.replace('/', '.') + " uses " + used.replace('/', '.') + ", which " + STICKY.get(used));
        }
    }

    private Findings findings() {
        var asks = new TreeMap<String, String>();
        found.forEach((used, by) -> {
            String words = by.replace('/', '.') + " uses " + used.replace('/', '.');
            ASKED.forEach((capability, all) -> {
                if (all.contains(used)) {
                    asks.putIfAbsent(capability, words);
                }
            });
        });
        return new Findings(asks, List.copyOf(clinging));
    }
}
