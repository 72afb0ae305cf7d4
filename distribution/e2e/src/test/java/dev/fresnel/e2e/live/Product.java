package dev.fresnel.e2e.live;

import dev.fresnel.testing.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The laid-out product, started as its users start it, with folders and a port of its own. */
public final class Product implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final URI base;
    private final Path home;
    private final HttpClient http = HttpClient.newHttpClient();

    private Product(Process process, URI base, Path home) {
        this.process = process;
        this.base = base;
        this.home = home;
    }

    /** @param more flags */
    public static Product start(Path kubeconfig, String... more) {
        try {
            Path home = Files.createTempDirectory("fresnel-e2e-");
            int port = free();
            var builder = new ProcessBuilder(
                    Layout.desktop().start().toString(), "--port", Integer.toString(port), "--data-dir", home.resolve("data").toString(),
                    "--kubeconfig", kubeconfig.toString(), "--no-local-key");
            builder.command().addAll(List.of(more));
            builder.environment().put("HOME", home.toString());
            builder.environment().put("FRESNEL_AOT", "off");
            if (!Boolean.getBoolean("fresnel.soak") && System.getenv("FRESNEL_BUDGETS") == null) {
                builder.environment().put("FRESNEL_JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // seconds of life do not repay the second compiler
            }
            builder.environment().remove("KUBECONFIG");
            builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
            Product product = new Product(builder.start(), URI.create("http://127.0.0.1:" + port), home);
            product.await();
            return product;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int free() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Until it names its clusters; they are connected to when somebody asks for them. */
    private void await() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String last = "nothing";
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                var answer = get("/api/v1/clusters");
                last = answer.body();
                if (answer.statusCode() == 200 && last.contains("\"kubeconfig\"")) {
                    return;
                }
            } catch (UncheckedIOException notYet) {
                last = notYet.toString();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        String said = last + "\n" + log();
        close();
        throw new AssertionError("the product is not up: " + said);
    }

    public HttpResponse<String> get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    public URI base() {
        return base;
    }

    /** Where the live protocol is spoken. */
    public URI live() {
        return URI.create("ws" + base.toString().substring(4) + "/api/v1/live");
    }

    public String log() {
        try {
            List<String> lines = Files.readAllLines(home.resolve("log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException none) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        http.close();
    }
}
