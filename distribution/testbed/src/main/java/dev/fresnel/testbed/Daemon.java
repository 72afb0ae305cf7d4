package dev.fresnel.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that lives on after the program that started it. Its pid and its start time in the kernel are kept in a
 * file, so that a later program ends this very process and never another that got the same pid.
 */
final class Daemon {
    private static final Path PROC = Path.of("/proc");

    private final String name;
    private final Path record;
    private final Path log;

    Daemon(Path state, String name) {
        this.name = name;
        this.record = state.resolve("pid").resolve(name);
        this.log = state.resolve("log").resolve(name + ".log");
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /** Starts the program in a session of its own, so that Ctrl-C at the terminal does not reach it. */
    void start(Path folder, List<String> line) {
        List<String> whole = new ArrayList<>();
        Command.onPath("setsid").ifPresent(setsid -> whole.add(setsid.toString()));
        whole.addAll(line);
        try {
            Files.createDirectories(record.getParent());
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(whole).directory(folder.toFile()).redirectInput(new java.io.File("/dev/null"))
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Files.writeString(record, process.pid() + " " + startOf(process.toHandle()).orElse("gone"));
        } catch (IOException e) {
            throw new TestbedFailure("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    boolean alive() {
        return handle().isPresent();
    }

    Optional<Long> pid() {
        return handle().map(ProcessHandle::pid);
    }

    /** Asks the process to end and kills it when it has not after {@code grace}; no grace means kill at once. */
    void stop(Duration grace) {
        handle().ifPresent(process -> {
            if (grace.isZero() || !process.destroy() || !ended(process, grace)) {
                process.destroyForcibly();
                ended(process, Duration.ofSeconds(10));
            }
        });
        try {
            Files.deleteIfExists(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines that the process printed, for a message about its death. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    /** Whether a process with this pid runs; one that is dead but not yet collected by its parent does not. */
    static boolean lives(long pid) {
        return ProcessHandle.of(pid).flatMap(Daemon::startOf).isPresent();
    }

    /** Looks at the process itself: to a parent that does not collect its children, a dead one seems alive for long. */
    private static boolean ended(ProcessHandle process, Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        while (startOf(process).isPresent()) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    private Optional<ProcessHandle> handle() {
        try {
            String[] words = Files.readString(record).strip().split(" ");
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(process -> startOf(process).filter(start -> start.equals(words[1])).isPresent());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The start time of a living process: ticks since boot on Linux, which no clock change moves. A zombie is dead when it
     * has no thread left; before, it may still hold its ports.
     */
    private static Optional<String> startOf(ProcessHandle process) {
        Path stat = PROC.resolve(Long.toString(process.pid())).resolve("stat");
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return process.info().startInstant().map(start -> Long.toString(start.toEpochMilli()));
        }
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") && Integer.parseInt(fields[17]) <= 1 ? Optional.empty() : Optional.of(fields[19]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
