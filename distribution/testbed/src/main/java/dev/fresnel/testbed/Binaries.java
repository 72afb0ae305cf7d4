package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The programs of a cluster in the per-user cache, built from Go modules when they are not there yet. */
final class Binaries {
    private static final long NEEDED = 7L << 30;
    private static final Pattern STAGING = Pattern.compile("(?m)^\\s*(k8s\\.io/\\S+)\\s+(?:v0\\.0\\.0\\s*$|=> \\./staging/)");
    private static final List<String> KUBERNETES = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl");
    private static final List<String> ALL = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "etcd", "kwok");
    /** Of KWOK's own stages, those that make a cluster where things start quickly; they come with the module. */
    private static final List<String> STAGES = List.of("stage/node/fast", "stage/node/heartbeat-with-lease", "stage/pod/fast",
            "stage/pod/chaos", "stage/volume/fast", "metrics/resource");

    private final Versions versions;
    private final Path home;

    Binaries() {
        this(Versions.CURRENT, Folders.cache());
    }

    Binaries(Versions versions, Path cache) {
        this.versions = versions;
        this.home = cache.resolve(versions.key());
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** KWOK's own stages and metrics, one YAML file each. */
    Path stages() {
        return home.resolve("stages");
    }

    boolean present() {
        return ALL.stream().allMatch(name -> Files.isExecutable(program(name))) && Files.isDirectory(stages());
    }

    /** Why there are no binaries here and none can be made; empty when there are or they can. */
    Optional<String> missing() {
        return present() ? Optional.empty() : Go.missing();
    }

    /** Builds what is missing, and says how long that takes. */
    void ensure() {
        if (present()) {
            return;
        }
        try (FolderLock lock = FolderLock.hold(home.resolve("build.lock"), "another program is building the testbed; waiting for it")) {
            if (!present()) {
                build();
            }
        }
    }

    private void build() {
        Path work = home.resolve("build");
        Go go = Go.installed(folder(work));
        checkSpace();
        System.out.println("building Kubernetes " + versions.kubernetes() + ", etcd " + versions.etcd() + " and KWOK " + versions.kwok()
                + " into " + home + ": once, about 7 minutes on 2 cores, 7 GB while building and 0.5 GB afterwards");
        long start = System.nanoTime();
        folder(home.resolve("bin"));
        Path kubernetes = kubernetesModule(go, work);
        for (String name : KUBERNETES) {
            one(go, kubernetes, name, "k8s.io/kubernetes/cmd/" + name, kubernetesFlags());
        }
        one(go, wrapper(work, "etcd", "go.etcd.io/etcd/server/v3", versions.etcd(), Map.of()), "etcd", "go.etcd.io/etcd/server/v3", "-s -w");
        Path kwok = go.module("sigs.k8s.io/kwok", versions.kwok());
        copyStages(kwok.resolve("kustomize"));
        one(go, wrapper(work, "kwok", "sigs.k8s.io/kwok", versions.kwok(), Map.of()), "kwok", "sigs.k8s.io/kwok/cmd/kwok", "-s -w");
        Folders.delete(work);
        System.out.printf("built in %d s%n", (System.nanoTime() - start) / 1_000_000_000);
    }

    private void one(Go go, Path module, String name, String command, String flags) {
        if (Files.isExecutable(program(name))) {
            return;
        }
        long start = System.nanoTime();
        Path part = program(name + ".part");
        go.build(module, flags, command, part);
        try {
            Files.move(part, program(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.printf("  %s %d s%n", name, (System.nanoTime() - start) / 1_000_000_000);
    }

    /**
     * A module that requires Kubernetes. Its staging modules are at v0.0.0 in its own go.mod, replaced by folders that
     * the module zip does not have; here they are replaced by their published versions.
     */
    private Path kubernetesModule(Go go, Path work) {
        Path goMod = go.module("k8s.io/kubernetes", versions.kubernetes()).resolve("go.mod");
        Map<String, String> replaced = new LinkedHashMap<>();
        for (String module : new TreeSet<>(STAGING.matcher(read(goMod)).results().map((MatchResult match) -> match.group(1)).toList())) {
            replaced.put(module, versions.staging());
        }
        return wrapper(work, "k8s", "k8s.io/kubernetes", versions.kubernetes(), replaced);
    }

    private static Path wrapper(Path work, String name, String module, String version, Map<String, String> replaced) {
        StringBuilder goMod = new StringBuilder("module fresnel.dev/testbed/%s%n%ngo 1.26.0%n%nrequire %s v%s%n%n".formatted(name, module, version));
        replaced.forEach((path, at) -> goMod.append("replace %1$s => %1$s v%2$s%n".formatted(path, at)));
        Path folder = folder(work.resolve(name));
        try {
            Files.writeString(folder.resolve("go.mod"), goMod);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String kubernetesFlags() {
        String[] numbers = versions.kubernetes().split("\\.");
        String component = " -X k8s.io/component-base/version.";
        return "-s -w" + component + "gitVersion=v" + versions.kubernetes() + component + "gitMajor=" + numbers[0] + component + "gitMinor=" + numbers[1]
                + " -X k8s.io/client-go/pkg/version.gitVersion=v" + versions.kubernetes();
    }

    private void copyStages(Path kustomize) {
        folder(stages());
        for (String from : STAGES) {
            try (var files = Files.list(kustomize.resolve(from))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".yaml") && !path.endsWith("kustomization.yaml")).toList()) {
                    Files.copy(file, stages().resolve(from.replace('/', '_') + "_" + file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void checkSpace() {
        long free = home.toFile().getUsableSpace();
        if (free < NEEDED) {
            throw new TestbedFailure("building the testbed needs about 7 GB in " + home + "; there are %.1f".formatted(free / (double) (1L << 30)));
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
