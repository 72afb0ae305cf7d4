package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.stream.Connection;
import dev.fresnel.kubernetes.upstream.Link;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod: a WebSocket of its own, {@code v4.channel.k8s.io} as kubelets speak it: channel 0 carries bytes,
 * channel 1 what went wrong, and the first two bytes of each are the port's number.
 */
final class PortSocket implements Connection, WebSocket.Listener {
    static final List<String> PROTOCOLS = List.of("v4.channel.k8s.io");

    private static final int MESSAGE = 32 << 10;
    private static final int LARGEST_ERROR = 4 << 10;
    private static final int PORT_NUMBER = 2;

    private final Consumer<PortSocket> done;
    private final Inlet input;
    private final Out output = new Out();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final int[] heads = {PORT_NUMBER, PORT_NUMBER};
    private int channel = -1;
    private @Nullable WebSocket socket;
    private Runnable over = () -> {};
    private boolean ended;

    /** @param done told once, at its end */
    PortSocket(Consumer<PortSocket> done) {
        this.done = done;
        this.input = new Inlet(this::more);
    }

    void opened(Link.Upgraded upgraded) {
        boolean late;
        synchronized (this) {
            late = ended;
            socket = upgraded.socket();
            over = upgraded.over();
        }
        if (late) {
            upgraded.socket().abort();
            upgraded.over().run();
        }
    }

    private void more() {
        WebSocket open;
        synchronized (this) {
            open = ended ? null : socket;
        }
        if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (channel < 0 && data.hasRemaining()) {
            channel = data.get();
        }
        boolean more = true;
        boolean fatal = false;
        if (channel == 0 || channel == 1) {
            while (heads[channel] > 0 && data.hasRemaining()) {
                data.get();
                heads[channel]--;
            }
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            if (channel == 0) {
                more = bytes.length == 0 || input.add(bytes, 0, bytes.length);
            } else if (bytes.length > 0) {
                synchronized (error) {
                    error.write(bytes, 0, Math.min(bytes.length, LARGEST_ERROR - error.size()));
                }
                fatal = last;
            }
        }
        if (last) {
            channel = -1;
        }
        if (fatal) {
            end();
        } else if (more) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public String error() {
        synchronized (error) {
            return error.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        end();
    }

    private void end() {
        WebSocket open;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            open = socket;
        }
        if (open != null) {
            open.abort();
        }
        over.run();
        input.end();
        done.accept(this);
    }

    private synchronized @Nullable WebSocket open() {
        return ended ? null : socket;
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = 0; at < length; at += MESSAGE) {
                int size = Math.min(MESSAGE, length - at);
                send(ByteBuffer.allocate(size + 1).put((byte) 0).put(bytes, offset + at, size).flip());
            }
        }

        private void send(ByteBuffer message) throws IOException {
            WebSocket open = open();
            if (open == null) {
                throw new IOException("The connection has ended.");
            }
            CompletableFuture<WebSocket> sent = open.sendBinary(message, true);
            try {
                sent.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException e) {
                throw new IOException("The connection has ended.", e.getCause());
            }
        }
    }
}
