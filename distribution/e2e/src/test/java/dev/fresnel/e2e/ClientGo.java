package dev.fresnel.e2e;

import dev.fresnel.testing.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program on client-go of {@code src/test/go/clientgo}, built by the installed Go and kept by what it is made of. */
final class ClientGo {
    private static final Path SOURCE = Path.of("src/test/go/clientgo");

    private ClientGo() {}

    /** @param build whether to build it when it is not there; null when it is not there and cannot be built */
    static @Nullable Path program(boolean build) throws IOException, InterruptedException {
        String made = Digests.sha256(SOURCE.resolve("main.go")).substring(0, 12) + Digests.sha256(SOURCE.resolve("go.sum")).substring(0, 12);
        String cache = System.getenv("XDG_CACHE_HOME");
        Path home = cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        Path program = home.resolve("fresnel/clientgo").resolve(made);
        if (Files.isExecutable(program)) {
            return program;
        }
        return build && built(program) ? program : null;
    }

    private static boolean built(Path program) throws IOException, InterruptedException {
        Files.createDirectories(program.getParent());
        Path part = program.resolveSibling(program.getFileName() + ".part");
        var builder = new ProcessBuilder("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", part.toString(), ".").directory(SOURCE.toFile()).inheritIO();
        builder.environment().putAll(java.util.Map.of("GOTOOLCHAIN", "local", "CGO_ENABLED", "0", "GOWORK", "off"));
        try {
            Process process = builder.start();
            if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                return false;
            }
        } catch (IOException noGo) {
            return false;
        }
        Files.move(part, program);
        return true;
    }
}
