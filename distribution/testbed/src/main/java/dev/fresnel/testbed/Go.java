package dev.fresnel.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installed Go, with caches of its own so that the user's stay as they are. */
final class Go {
    private final Path program;
    private final Path caches;

    private Go(Path program, Path caches) {
        this.program = program;
        this.caches = caches;
    }

    /** Why this machine's Go cannot build the testbed; empty when it can. */
    static Optional<String> missing() {
        Optional<Path> program = Command.onPath("go");
        if (program.isEmpty()) {
            return Optional.of("Go is not installed (needs Go " + Versions.OLDEST_GO + " or newer on the PATH)");
        }
        String version = new Command(List.of(program.get().toString(), "env", "GOVERSION"))
                .with(Map.of("GOTOOLCHAIN", "local")).run().out().strip().replaceFirst("^go", "");
        return Versions.atLeast(version, Versions.OLDEST_GO) ? Optional.empty()
                : Optional.of("Go " + version + " is too old (needs " + Versions.OLDEST_GO + " or newer)");
    }

    /** The installed Go; its module and build caches are kept below {@code caches}. */
    static Go installed(Path caches) {
        missing().ifPresent(reason -> {
            throw new TestbedFailure("cannot build the testbed: " + reason);
        });
        return new Go(Command.onPath("go").orElseThrow(), caches);
    }

    /** Downloads a module and tells where it lies. */
    Path module(String path, String version) {
        String answer = run(caches, Map.of(), List.of("mod", "download", "-json", path + "@v" + version)).out();
        return Path.of(JsonText.string(answer, "Dir")
                .orElseThrow(() -> new TestbedFailure("go mod download " + path + " gave no folder: " + answer.strip())));
    }

    /** Builds one command of the module whose go.mod stands in {@code folder}. */
    void build(Path folder, String flags, String command, Path target) {
        run(folder, Map.of(), List.of("build", "-trimpath", "-ldflags", flags, "-o", target.toString(), command));
    }

    Command.Outcome run(Path folder, Map<String, String> more, List<String> arguments) {
        Map<String, String> environment = new HashMap<>(Map.of("GOWORK", "off", "GOTOOLCHAIN", "local", "CGO_ENABLED", "0",
                "GOFLAGS", "-mod=mod -modcacherw -buildvcs=false",
                "GOCACHE", caches.resolve("go-build").toString(), "GOMODCACHE", caches.resolve("go-mod").toString()));
        environment.putAll(more);
        return new Command(Command.line(program, arguments)).in(folder).with(environment).within(Duration.ofHours(1)).run()
                .orFail("go " + String.join(" ", arguments));
    }
}
