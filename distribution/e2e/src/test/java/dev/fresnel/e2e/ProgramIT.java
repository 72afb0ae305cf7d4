package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestHttp;
import dev.fresnel.testing.TestKernel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/fresnel} as a person starts and stops it. */
class ProgramIT {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(5);
    /** At the lowest priority, on a machine that may have other work. */
    private static final Duration TRAINING = Duration.ofMinutes(5);


    private static final boolean BUDGETS = System.getenv("FRESNEL_BUDGETS") != null;
    private static final Pattern ANNOUNCED = Pattern.compile("Fresnel 0\\.1\\.0 at (http://127\\.0\\.0\\.1:\\d+)");
    /** Whoever takes longer to start may take longer to stop than the program allows itself. */
    private static final Duration SLOW = Duration.ofSeconds(20);

    private Duration took = Duration.ZERO;
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    private Process start(Map<String, String> environment, String... flags) throws IOException {
        var command = new ArrayList<>(List.of(Layout.desktop().start().toString(), "--port", "0", "--data-dir", folder.resolve("data").toString(), "--no-local-key"));
        command.addAll(List.of(flags));
        var builder = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err" + started.size()).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESNEL_"));
        builder.environment().put("KUBECONFIG", folder.resolve("none").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        builder.environment().put("FRESNEL_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("FRESNEL_AOT", "off");
        if (!environment.containsKey("FRESNEL_AOT")) { // seconds of life do not repay the second compiler; a class cache is of one compiler
            builder.environment().put("FRESNEL_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        }
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** @return where it says that it is */
    private String awaitReady(Process process) {
        long began = System.nanoTime();
        var address = Await.value("it says where", START, () -> {
            var said = ANNOUNCED.matcher(read("out"));
            return said.find() ? Optional.of(said.group(1)) : Optional.empty();
        });
        took = Duration.ofNanos(System.nanoTime() - began);
        try (var http = new TestHttp(URI.create(address))) {
            Await.until("the program is ready", () -> {
                assertThat(process.isAlive()).as(() -> read("err0")).isTrue();
                return http.get("/readyz").statusCode() == 200;
            });
        }
        return address;
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    private void assertStops(Process process) throws InterruptedException {
        var asked = System.nanoTime();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (BUDGETS) {
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThanOrEqualTo(STOP);
        }
        assertThat(read("err0")).doesNotContain("ERROR");
        if (took.compareTo(SLOW) < 0) {
            assertThat(read("err0")).doesNotContain("not everything ended");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolated", "connect"})
    void startsSaysWhereAndStopsInTime(String mode) throws Exception {
        var process = start(Map.of(), "--boot", mode);
        awaitReady(process);
        assertThat(read("out").lines()).hasSize(1);
        assertStops(process);
    }

    @Test
    void logsJsonLinesWhenAsked() throws Exception {
        var process = start(Map.of("FRESNEL_LOG_FORMAT", "json"));
        awaitReady(process);
        assertStops(process);
        assertThat(read("err0").lines()).isNotEmpty().allSatisfy(line -> assertThat(TestHttp.parse(line).path("message").asText()).isNotEmpty());
    }

    @Test
    void aSecondStartFindsTheFirst() throws Exception {
        var first = awaitReady(start(Map.of()));
        var second = start(Map.of("FRESNEL_PORT", "0"), "--port", String.valueOf(TestKernel.freePort()));
        assertThat(second.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(read("out").lines()).anySatisfy(line -> assertThat(line).contains("runs already at " + first));
    }

    @Test
    void theClassCacheIsTrainedAfterTheFirstStartUsedByTheNextAndMayBeBroken() throws Exception {
        var first = start(Map.of("FRESNEL_AOT", "on"));
        awaitReady(first);
        Await.until("the cache is there", TRAINING, () -> !caches().isEmpty());
        assertThat(caches()).singleElement().asString().endsWith("-isolated.aot");
        assertStops(first);

        var next = start(Map.of("FRESNEL_AOT", "on", "FRESNEL_JAVA_OPTS", "-Xlog:class+load:file=" + folder.resolve("classes")));
        awaitReady(next);
        assertThat(read("classes").lines().filter(line -> line.contains("dev.fresnel.launcher.Kernel "))).singleElement().asString().contains("shared objects file");
        assertStops(next);

        for (var cache : caches()) {
            Files.writeString(cache, "not a cache");
        }
        var last = start(Map.of("FRESNEL_AOT", "on"));
        awaitReady(last);
        assertStops(last);
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.list(folder.resolve("data/aot"))) {
            return files.filter(file -> file.toString().endsWith(".aot")).toList();
        }
    }
}
