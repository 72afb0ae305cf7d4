package dev.fresnel.catalog.index.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Debian's {@code docker-registry} on loopback, with its files in a folder of the test. */
final class RealRegistry implements AutoCloseable {
    private final Process process;
    private final int port;

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "docker-registry")).filter(Files::isExecutable).findFirst();
    }

    /** @param auth lines of its configuration, below {@code auth:}; none when it asks for nobody's name */
    RealRegistry(Path folder, List<String> auth) throws IOException, InterruptedException {
        port = freePort();
        Path config = folder.resolve("registry.yml");
        String access = auth.isEmpty() ? "" : "auth:\n" + String.join("\n", auth) + "\n";
        Files.writeString(config, """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d", secret: test}
                %s""".formatted(folder.resolve("registry"), port, access));
        process = new ProcessBuilder(program().orElseThrow().toString(), "serve", config.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("registry.log").toFile()).start();
        awaitReady(folder);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/")).build(), BodyHandlers.discarding());
                    return;
                } catch (IOException e) {
                    if (!process.isAlive() || System.nanoTime() > end) {
                        throw new IOException("docker-registry does not start: " + Files.readString(folder.resolve("registry.log")), e);
                    }
                    LockSupport.parkNanos(2_000_000);
                }
            }
        }
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
