package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A program for who reads and writes by blocking. */
final class RunningProgram implements Program, ProgramSocket.Receiver {
    private static final int ERRORS = 64 << 10;
    private static final int AHEAD = 256 << 10;

    private final ProgramSocket socket;
    private final Inlet output;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Input input = new Input();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private final Consumer<RunningProgram> done;
    private final AtomicLong came = new AtomicLong();
    private final AtomicLong went = new AtomicLong();
    private final long startedAt = System.nanoTime();

    /** @param done told once, at its end */
    RunningProgram(JsonCodec json, Consumer<RunningProgram> done) {
        this.done = done;
        this.socket = new ProgramSocket(json, this);
        this.output = new Inlet(socket::more);
    }

    ProgramSocket socket() {
        return socket;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
    }

    long came() {
        return came.get();
    }

    long went() {
        return went.get();
    }

    Exit how() {
        return exit.getNow(new Exit(-1, "closed", ""));
    }

    @Override
    public boolean output(byte stream, byte[] bytes) {
        if (stream == ProgramSocket.STDERR) {
            synchronized (errors) {
                errors.write(bytes, 0, Math.min(bytes.length, ERRORS - errors.size()));
            }
            return true;
        }
        came.addAndGet(bytes.length);
        return output.add(bytes, 0, bytes.length);
    }

    @Override
    public void taken() {
        synchronized (input) {
            input.notifyAll();
        }
    }

    @Override
    public void ended(Exit how) {
        exit.complete(how);
        output.end();
        taken();
        done.accept(this);
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public String errors() {
        synchronized (errors) {
            return errors.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public Optional<Exit> await(Duration limit) throws InterruptedException {
        try {
            return Optional.of(exit.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close(new Exit(-1, "closed", ""));
    }

    private final class Input extends OutputStream {
        private boolean closed;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (this) {
                while (socket.held() > AHEAD && !exit.isDone()) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new InterruptedIOException("interrupted");
                    }
                }
            }
            if (closed || !socket.input(Arrays.copyOfRange(bytes, offset, offset + length))) {
                throw new IOException("The program takes no more input.");
            }
            went.addAndGet(length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                socket.endInput();
            }
        }
    }
}
