package dev.fresnel.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run to its end, with its output kept. */
public final class Command {
    private static final Executor READERS = task -> Thread.ofVirtual().start(task);

    private final List<String> line;
    private final Map<String, String> environment = new HashMap<>();
    private Optional<Path> folder = Optional.empty();
    private String input = "";
    private Duration limit = Duration.ofMinutes(5);

    public Command(List<String> line) {
        this.line = List.copyOf(line);
    }

    Command in(Path directory) {
        folder = Optional.of(directory);
        return this;
    }

    Command with(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public Command input(String text) {
        input = text;
        return this;
    }

    public Command within(Duration most) {
        limit = most;
        return this;
    }

    /** Runs the program; an exit code other than 0 is an answer, not an exception. */
    public Outcome run() {
        try {
            ProcessBuilder builder = new ProcessBuilder(line);
            folder.ifPresent(path -> builder.directory(path.toFile()));
            builder.environment().putAll(environment);
            return await(builder.start());
        } catch (IOException e) {
            throw new TestbedFailure("cannot run " + line.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedFailure("interrupted while running " + String.join(" ", line), e);
        }
    }

    private Outcome await(Process process) throws IOException, InterruptedException {
        CompletableFuture<String> out = text(process.getInputStream());
        CompletableFuture<String> err = text(process.getErrorStream());
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the program ended or closed its input without reading it all; its exit code tells the rest
        }
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                process.destroyForcibly();
            }
        }
        if (!ended) {
            throw new TestbedFailure("no end after " + limit.toSeconds() + " s: " + String.join(" ", line));
        }
        return new Outcome(process.exitValue(), out.join(), err.join());
    }

    private static CompletableFuture<String> text(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }, READERS);
    }

    /** The program of this name on the PATH. */
    static Optional<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(java.io.File.pathSeparator)).filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry, name)).filter(Files::isExecutable).findFirst();
    }

    static List<String> line(Path program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(arguments);
        return line;
    }

    /** What a program said and how it ended. */
    public record Outcome(int exit, String out, String err) {
        public boolean ok() {
            return exit == 0;
        }

        /** This outcome when the program ended well; else a failure that carries what it said. */
        public Outcome orFail(String what) {
            if (!ok()) {
                throw new TestbedFailure(what + " failed (exit " + exit + "): " + (err.isBlank() ? out : err).strip());
            }
            return this;
        }
    }
}
