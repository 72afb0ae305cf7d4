package dev.fresnel.catalog.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One run of Maven in a plugin's folder. */
final class Build {
    private static final int TOLD = 60;

    private final Path folder;
    private final Kit kit;
    private final boolean offline;

    Build(Path folder, Kit kit, boolean offline) {
        this.folder = folder;
        this.kit = kit;
        this.offline = offline;
    }

    /**
     * @return the jar that was built
     * @throws Failure with the last lines of what Maven said
     */
    Path run() throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(maven(), "-q", "-B", "package", "-DskipTests", "-Dstyle.color=never", "-Dfresnel.sdk=" + kit.address(), "-Dfresnel.version=" + kit.version()));
        if (offline) {
            line.addAll(List.of("-o", "-Daether.offline.protocols=file")); // the SDK's repository is a folder
        }
        Path said = Files.createTempFile("fresnel-build", ".log");
        try {
            Process maven = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            int code = ended(maven);
            if (code != 0) {
                throw Failure.notDone("the build failed:\n" + last(said));
            }
        } finally {
            Files.deleteIfExists(said);
        }
        return newest().orElseThrow(() -> Failure.notDone("the build made no jar in " + folder.resolve("target") + "."));
    }

    private static int ended(Process maven) throws InterruptedException {
        try {
            return maven.waitFor();
        } catch (InterruptedException e) {
            maven.destroy();
            throw e;
        }
    }

    private static String last(Path said) throws IOException {
        List<String> lines = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD), lines.size()));
    }

    private Optional<Path> newest() throws IOException {
        Path target = folder.resolve("target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar") && !file.toString().matches(".*-(sources|javadoc|tests)\\.jar")).max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        }
    }

    /** The folder's own wrapper, or what is installed. */
    private String maven() {
        boolean windows = File.separatorChar == '\\';
        Path wrapper = folder.resolve(windows ? "mvnw.cmd" : "mvnw");
        if (Files.isExecutable(wrapper)) {
            return wrapper.toString();
        }
        String name = windows ? "mvn.cmd" : "mvn";
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> Failure.notDone("Maven is not installed: install Maven 3.8 or later, or put its wrapper (mvnw) into " + folder + "."));
    }
}
