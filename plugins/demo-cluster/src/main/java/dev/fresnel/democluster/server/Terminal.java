package dev.fresnel.democluster.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What a program in a container reads and writes, over a WebSocket whose messages say with their first byte what they are about
 * ({@code v5.channel.k8s.io}).
 */
public final class Terminal implements AutoCloseable {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;
    private static final int CLOSE = 255;
    private static final int LARGEST = 32 << 10;
    private static final byte[] END = {};

    /** A program of the demo cluster that runs longer than people wait reads on meanwhile, so that it can be interrupted. */
    private final BlockingQueue<byte[]> typed = new ArrayBlockingQueue<>(64);
    private final Conversation.Wire wire;
    private final Thread reading;
    private final boolean tty;
    private byte[] some = END;
    private int at;
    private boolean ended;
    private volatile boolean gone;

    Terminal(Conversation.Wire wire, boolean tty) {
        this.wire = wire;
        this.tty = tty;
        reading = Thread.ofVirtual().name("demo-input").start(this::listen);
    }

    /** Whether somebody sits at it: then what is typed comes as it is typed, and has to be shown. */
    public boolean tty() {
        return tty;
    }

    private void listen() {
        try {
            for (Optional<byte[]> message = wire.receive(); message.isPresent(); message = wire.receive()) {
                byte[] bytes = message.get();
                if (bytes[0] == STDIN && bytes.length > 1) {
                    typed.put(java.util.Arrays.copyOfRange(bytes, 1, bytes.length));
                } else if ((bytes[0] & 0xff) == CLOSE) {
                    typed.put(END);
                }
            }
            gone = true;
            typed.put(END);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next byte of input; -1 when there is no more. */
    public int read() throws IOException, InterruptedException {
        while (at == some.length && !ended) {
            take(typed.take());
        }
        return next();
    }

    /** The next byte, if one comes in time; -1 at the end, -2 when none came. */
    public int read(Duration patience) throws IOException, InterruptedException {
        if (at == some.length && !ended) {
            byte[] more = typed.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (more == null) {
                return -2;
            }
            take(more);
        }
        return next();
    }

    private void take(byte[] more) {
        some = more;
        at = 0;
        ended = more.length == 0;
    }

    private int next() throws EOFException {
        if (gone && ended) {
            throw new EOFException("nobody is there any more");
        }
        return at < some.length ? some[at++] & 0xff : -1;
    }

    public void write(String text) throws IOException, InterruptedException {
        write(STDOUT, tty ? text.replace("\n", "\r\n") : text);
    }

    /** What goes wrong; on a terminal both are the same. */
    public void complain(String text) throws IOException, InterruptedException {
        write(tty ? STDOUT : STDERR, tty ? text.replace("\n", "\r\n") : text);
    }

    private void write(int stream, String text) throws IOException, InterruptedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += LARGEST) {
            send(stream, bytes, from, Math.min(LARGEST, bytes.length - from));
        }
    }

    private void send(int stream, byte[] bytes, int from, int length) throws IOException, InterruptedException {
        byte[] message = new byte[length + 1];
        message[0] = (byte) stream;
        System.arraycopy(bytes, from, message, 1, length);
        wire.send(message);
    }

    /** Bytes as they are. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    send(STDOUT, bytes, from, length);
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                    throw new IOException(over);
                }
            }
        };
    }

    /** Says how the program ended, as a kubelet does. */
    void exit(int code) throws IOException, InterruptedException {
        var status = Json.object();
        status.putObject("metadata");
        if (code == 0) {
            status.put("status", "Success");
        } else {
            status.put("status", "Failure").put("message", "command terminated with non-zero exit code: exit status " + code).put("reason", "NonZeroExitCode");
            status.putObject("details").putArray("causes").addObject().put("reason", "ExitCode").put("message", Integer.toString(code));
        }
        byte[] bytes = Json.bytes(status);
        send(STATUS, bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        reading.interrupt();
    }
}
