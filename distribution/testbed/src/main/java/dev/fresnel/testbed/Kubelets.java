package dev.fresnel.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What KWOK is told: its own quick stages, our states of trouble, logs from a file, commands in pods. */
final class Kubelets {
    private static final String STORAGE_CLASS = "stage_volume_fast_storage-class.yaml";

    private final Path state;
    private final Binaries binaries;

    Kubelets(Path state, Binaries binaries) {
        this.state = state;
        this.binaries = binaries;
    }

    /** The log of every container, in the format of the CRI; a test may append to it. */
    Path podLog() {
        return state.resolve("work/pod.log");
    }

    /** The log of pods that are called {@code log-N}, in whatever namespace, and of the run before. */
    Path podLog(int n, boolean previous) {
        return state.resolve("work/logs/" + n + (previous ? ".previous.log" : ".log"));
    }

    private String ownLogs(int n) throws IOException {
        Files.createDirectories(podLog(n, false).getParent());
        for (Path file : List.of(podLog(n, false), podLog(n, true))) {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        }
        return """
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterLogs
                metadata: {name: log-%1$d}
                spec:
                  selector: {matchNames: [log-%1$d]}
                  logs: [{logsFile: "%2$s", previousLogsFile: "%3$s", follow: true}]
                ---
                """.formatted(n, podLog(n, false), podLog(n, true));
    }

    /** Writes KWOK's configuration and tells where it lies. */
    Path configure(int apiPort, Path execFolder, boolean exec) {
        try {
            Files.createDirectories(podLog().getParent());
            if (!Files.exists(podLog())) {
                Files.writeString(podLog(), IntStream.rangeClosed(1, 200).mapToObj(Kubelets::logLine).collect(Collectors.joining()));
            }
            StringBuilder all = new StringBuilder();
            try (var stages = Files.list(binaries.stages())) {
                for (Path stage : stages.filter(path -> !path.endsWith(STORAGE_CLASS)).sorted().toList()) {
                    all.append(Files.readString(stage)).append("\n---\n");
                }
            }
            for (int n = 0; n < Testbed.OWN_LOGS; n++) {
                all.append(ownLogs(n)); // the first that fits counts
            }
            for (String own : exec ? List.of("states", "logs", "usage", "exec") : List.of("states", "logs", "usage")) {
                all.append(resource(own)).append("\n---\n");
            }
            Path file = state.resolve("etc/kwok.yaml");
            Files.createDirectories(file.getParent());
            return Files.writeString(file, all.toString().replace("@LOG@", podLog().toString()).replace("@WORK@", execFolder.toString())
                    .replace("@API@", Integer.toString(apiPort)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Users' rights, the storage class and this many nodes, as one YAML text to apply. */
    String objects(int nodes) {
        try {
            String node = resource("node");
            return resource("users") + "\n---\n" + Files.readString(binaries.stages().resolve(STORAGE_CLASS)) + IntStream.rangeClosed(1, nodes)
                    .mapToObj(n -> "\n---\n" + node.replace("@N@", Integer.toString(n)).replace("@Z@", "abc".substring(n % 3, n % 3 + 1))
                            .replace("@VERSION@", Versions.CURRENT.kubernetes()))
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String logLine(int n) {
        return "%s stdout F line %d: request handled in %d ms%n".formatted(Instant.now(), n, n % 37);
    }

    private static String resource(String name) {
        return text(name + ".yaml");
    }

    /** A text file that stands beside this class. */
    static String text(String name) {
        try (InputStream in = Kubelets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
