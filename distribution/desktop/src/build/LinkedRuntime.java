import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Links the Java runtime that comes along: {@code LinkedRuntime TARGET}; does nothing when it is there, made from the same JDK. */
final class LinkedRuntime {
    /** What the platform and its libraries need; what a plugin may count on, too. */
    private static final List<String> MODULES = List.of(
            "java.base", "java.desktop", "java.instrument", "java.logging", "java.management", "java.naming", "java.net.http", "java.security.jgss", "java.sql", "java.xml",
            "jdk.httpserver", "jdk.jfr", "jdk.management", "jdk.net", "jdk.unsupported", "jdk.zipfs");

    private LinkedRuntime() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var target = Path.of(args[0]);
        var jdk = Path.of(System.getProperty("java.home"));
        var mark = target.resolveSibling(target.getFileName() + ".made");
        var made = Files.readString(jdk.resolve("release")) + MODULES;
        if (Files.exists(mark) && Files.readString(mark).equals(made)) {
            return;
        }
        Files.deleteIfExists(mark);
        delete(target);
        link(jdk, target);
        Files.writeString(mark, made);
    }

    private static void link(Path jdk, Path target) throws IOException, InterruptedException {
        var jlink = jdk.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw new IllegalStateException("The JDK " + jdk + " has no jlink.");
        }
        var command = new ArrayList<>(List.of(jlink.toString(), "--output", target.toString(), "--add-modules", String.join(",", MODULES)));
        command.addAll(List.of("--strip-debug", "--no-header-files", "--no-man-pages", "--compress", "zip-6", "--vm", "server"));
        var done = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (done != 0) {
            throw new IllegalStateException("jlink ended with " + done + ".");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
