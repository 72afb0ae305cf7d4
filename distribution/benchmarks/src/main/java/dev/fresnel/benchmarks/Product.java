package dev.fresnel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A started product that has said that it is ready. */
final class Product implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("^Fresnel \\S+ at (\\S+).*");

    private final Process process;
    private final URI address;
    private final double secondsToReady;
    private final double cpuToReady;

    private Product(Process process, URI address, double secondsToReady) throws IOException {
        this.process = process;
        this.address = address;
        this.secondsToReady = secondsToReady;
        this.cpuToReady = pid().cpuSeconds();
    }

    /** @param aot whether the class cache in the data folder is used, and made when it is missing */
    static Product start(Path layout, Path data, boolean aot, List<String> flags) throws IOException {
        var line = new ArrayList<>(List.of(layout.resolve("bin/fresnel").toString(), "--port", "0", "--no-local-key", "--data-dir", data.toString()));
        line.addAll(flags);
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESNEL_"));
        builder.environment().put("FRESNEL_AOT", aot ? "on" : "off");
        builder.environment().put("FRESNEL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KUBECONFIG", data.resolve("no-kubeconfig").toString());
        var begin = System.nanoTime();
        var process = builder.start();
        return new Product(process, awaitReady(process), (System.nanoTime() - begin) / 1e9).checked();
    }

    /** Reads until it says where it is; the rest of its words is thrown away, so that it never waits for us. */
    private static URI awaitReady(Process process) throws IOException {
        var said = new StringBuilder();
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream()));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                Thread.ofPlatform().daemon().start(() -> throwAway(reader));
                return URI.create(ready.group(1));
            }
        }
        throw new IOException("the product ended before it was ready:\n" + said);
    }

    private static void throwAway(BufferedReader reader) {
        try (reader) {
            reader.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // it has been stopped
        }
    }

    /** What it says must be true. */
    private Product checked() throws IOException {
        if (status("/readyz") != 200) {
            close();
            throw new IOException("the product said that it is ready, and /readyz does not");
        }
        return this;
    }

    int status(String path) throws IOException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    int port() {
        return address.getPort();
    }

    Pid pid() {
        return new Pid(process.pid());
    }

    /** From the call of {@code bin/fresnel} to its word that it is ready. */
    double secondsToReady() {
        return secondsToReady;
    }

    double cpuToReady() {
        return cpuToReady;
    }

    double residentAfter(Duration idle) throws IOException, InterruptedException {
        Thread.sleep(idle);
        return pid().residentMegabytes();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException("the product did not stop within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
