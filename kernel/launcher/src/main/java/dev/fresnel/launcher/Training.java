package dev.fresnel.launcher;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the JVM's class cache (JEP 514) for the next start: after the first start a second process, at low priority, starts
 * the same platform once more, ends, and leaves the cache. The start script names the file and uses it when it is there.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final String OUTPUT = "fresnel.aot.output";
    private static final String RUN = "fresnel.aot.training";
    private static final long LIMIT_SECONDS = 300;

    private Training() {}

    /** In the training process: ends it. Else: trains when the start script asked for it. */
    static void afterStart() {
        var output = System.getProperty(OUTPUT, "");
        if (Boolean.getBoolean(RUN)) {
            System.exit(0);
        } else if (!output.isEmpty()) {
            Thread.ofPlatform().daemon().name("training").priority(Thread.MIN_PRIORITY).start(() -> train(Path.of(output)));
        }
    }

    private static void train(Path output) {
        try {
            var work = output.resolveSibling("training");
            delete(work); // of a training that was cut short
            Files.createDirectories(work);
            var made = work.resolve("cache");
            run(work, made);
            if (Files.exists(made)) {
                removeOthers(output.getParent());
                Files.move(made, output, StandardCopyOption.ATOMIC_MOVE);
                LOG.debug("Class cache {} is ready", output);
            }
            delete(work);
        } catch (IOException e) {
            LOG.info("No class cache was made: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Path work, Path made) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(work, made)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESNEL_"));
        builder.environment().put("KUBECONFIG", work.resolve("none").toString());
        builder.environment().put("XDG_CONFIG_HOME", work.toString());
        var process = builder.start();
        var hook = new Thread(() -> end(process), "training-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            end(process);
            process.waitFor();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** With the process that it leaves the writing of the cache to, which would outlive it. */
    static void end(Process process) {
        var writers = process.descendants().toList();
        process.destroyForcibly();
        writers.forEach(ProcessHandle::destroyForcibly);
    }

    private static List<String> command(Path work, Path made) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (var flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-D" + OUTPUT)) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-D" + RUN + "=true", "-XX:AOTCacheOutput=" + made, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("--port", "0", "--data-dir", work.resolve("data").toString(), "--no-watch-plugins"));
        command.addAll(List.of("--boot", System.getProperty("fresnel.boot", "isolated")));
        return command;
    }

    private static void removeOthers(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.aot")) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
