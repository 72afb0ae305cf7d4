package dev.fresnel.e2e.live;

import dev.fresnel.e2e.StartedPlugins;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The laid-out product, started as its users start it, with folders and a port of its own. */
public final class Product implements AutoCloseable {
    private static final Pattern ANNOUNCED = Pattern.compile("(?m)^Fresnel \\S+ at (http://[^/#\\s]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

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
            var builder = new ProcessBuilder(
                    Layout.desktop().start().toString(), "--port", "0", "--data-dir", home.resolve("data").toString(),
                    "--kubeconfig", kubeconfig.toString(), "--no-local-key");
            builder.command().addAll(List.of(more));
            builder.environment().put("HOME", home.toString());
            builder.environment().put("FRESNEL_AOT", "off");
            if (!Boolean.getBoolean("fresnel.soak") && System.getenv("FRESNEL_BUDGETS") == null) {
                builder.environment().put("FRESNEL_JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // seconds of life do not repay the second compiler
            }
            builder.environment().remove("KUBECONFIG");
            builder.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
            Process process = builder.start();
            try {
                Product product = new Product(process, address(process, home.resolve("log")), home);
                product.await();
                StartedPlugins.await(home.resolve("log"), builder.command());
                return product;
            } catch (AssertionError failed) {
                process.destroyForcibly();
                throw new AssertionError(failed.getMessage() + "\n" + Files.readString(home.resolve("log")), failed);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it says that it is. */
    private static URI address(Process process, Path log) {
        return Await.value("the product says where it is", PATIENCE, () -> {
            var found = ANNOUNCED.matcher(Files.readString(log));
            boolean said = found.find();
            if (!said && !process.isAlive()) {
                return Optional.of(URI.create("ended:" + process.exitValue()));
            }
            return said ? Optional.of(URI.create(found.group(1))) : Optional.empty();
        });
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
        throw new AssertionError("the product is not up: " + last);
    }

    public HttpResponse<String> get(String path) {
        try {
            return http.send(HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
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
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        http.close();
    }
}
