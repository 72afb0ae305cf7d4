package dev.fresnel.e2e;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The assembled product as a process of its own, started as people start it, on a free port, with folders of its own. */
final class Product implements AutoCloseable {
    private static final Pattern ANNOUNCED = Pattern.compile("(?m)^Fresnel \\S+ at (\\S+)");
    /** Most live for seconds, which the second compiler would double in CPU time. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Path home;
    private final Process process;
    private final TestHttp http;
    private final URI printed;

    private Product(Path home, Process process, TestHttp http, URI printed) {
        this.home = home;
        this.process = process;
        this.http = http;
        this.printed = printed;
    }

    /** Starts it without the one-time key and waits until it is ready and its plugins serve. */
    static Product start(String... flags) {
        return launch(Stream.concat(Stream.of("--no-local-key"), Stream.of(flags)));
    }

    /** Starts it as people do who give no flag: whoever wants in brings the key that was printed. */
    static Product startWithKey(String... flags) {
        return launch(Stream.of(flags));
    }

    private static Product launch(Stream<String> flags) {
        try {
            var home = Files.createTempDirectory("fresnel-e2e");
            var line = new ArrayList<>(List.of("--port", "0", "--data-dir", home.resolve("data").toString()));
            line.addAll(flags.toList());
            var process = builder(home, line).redirectErrorStream(true).redirectOutput(log(home).toFile()).start();
            var printed = address(home, process);
            try {
                StartedPlugins.await(log(home), line);
            } catch (AssertionError e) {
                process.destroyForcibly();
                throw new AssertionError(e.getMessage() + "\n" + Files.readString(log(home)), e);
            }
            return new Product(home, process, new TestHttp(URI.create(printed.toString().replaceFirst("#.*", ""))), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a start that ends by itself printed. */
    record Ended(int code, String out, String err) {}

    /** Runs {@code bin/fresnel} to its end, which is soon with {@code --help} or a mistake. */
    static Ended run(Path home, List<String> environment, String... flags) {
        try {
            var out = home.resolve("out");
            var err = home.resolve("err");
            var builder = builder(home, List.of(flags)).redirectOutput(out.toFile()).redirectError(err.toFile());
            environment.forEach(pair -> builder.environment().put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
            var process = builder.start();
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("does not end: " + String.join(" ", flags) + "\n" + Files.readString(out) + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Nothing of the person who runs the tests gets in: no kubeconfig, no settings, no variables. */
    private static ProcessBuilder builder(Path home, List<String> flags) {
        var line = new ArrayList<String>();
        line.add(Layout.desktop().start().toString());
        line.addAll(flags);
        var builder = new ProcessBuilder(line);
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("FRESNEL_") || name.startsWith("XDG_"));
        environment.put("FRESNEL_AOT", "off");
        environment.put("FRESNEL_JAVA_HOME", System.getProperty("java.home"));
        environment.put("FRESNEL_JAVA_OPTS", (Boolean.getBoolean("fresnel.soak") ? "" : SHORT_LIVED + " ") + "-Duser.home=" + home);
        environment.put("HOME", home.toString());
        environment.put("KUBECONFIG", home.resolve("no-kubeconfig").toString());
        return builder;
    }

    private static Path log(Path home) {
        return home.resolve("log");
    }

    private static URI address(Path home, Process process) throws IOException {
        try {
            return Await.value("the product is ready", START_LIMIT, () -> {
                var text = Files.readString(log(home), StandardCharsets.UTF_8);
                var found = ANNOUNCED.matcher(text);
                if (!found.find() && !process.isAlive()) {
                    throw new AssertionError("it ended with " + process.exitValue());
                }
                return found.reset().find() ? Optional.of(URI.create(found.group(1))) : Optional.empty();
            });
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(e.getMessage() + "\n" + Files.readString(log(home)), e);
        }
    }

    TestHttp http() {
        return http;
    }

    LiveClient live(String... headers) {
        return LiveClient.connect(http.client(), http.uri("/api/v1/live"), headers);
    }

    /** The address that it printed for people. */
    URI printed() {
        return printed;
    }

    /** Waits until commands like {@code fresnel kubeconfig} find it: that is written beside what it announces. */
    void awaitCommands() {
        Await.until("commands find the server", () -> Files.exists(home.resolve("data/server.json")));
    }

    /** A folder of this product's own, for the files of a test. */
    Path home() {
        return home;
    }

    /** What it wrote to standard output and standard error. */
    String log() {
        try {
            return Files.readString(log(home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in the midst of what it does, as a power cut would. */
    void crash() {
        try {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            http.close();
            delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it as a service manager does; it must end by itself, and must not have logged an ERROR. */
    @Override
    public void close() {
        http.close();
        try {
            process.destroy();
            var ended = process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            var errors = log().lines().filter(line -> line.contains(" ERROR ")).toList();
            delete(home);
            if (!ended || !errors.isEmpty()) {
                throw new AssertionError((ended ? "" : "It did not end within " + STOP_LIMIT.toSeconds() + " s.\n") + String.join("\n", errors));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
