package dev.fresnel.http.server;

import dev.fresnel.api.http.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket over which a plugin talks: one message is taken from the network at a time, and only when it is asked for. The plugin's threads
 * wait here, but never read or write themselves: who is interrupted while he does closes the connection under everybody.
 */
final class TalkWire implements FrameHandler, Response.Talk, AutoCloseable {
    private static final int LARGEST = 1 << 20;
    private static final byte[] END = {};

    private final Consumer<TalkWire> began;
    private final Executor network;
    private final BlockingQueue<byte[]> came = new ArrayBlockingQueue<>(2);
    private byte[] part = END;
    private volatile @Nullable CoreSession session;
    private volatile boolean over;

    /**
     * @param network reads and writes
     * @param began told when it is open; must not wait
     */
    TalkWire(Executor network, Consumer<TalkWire> began) {
        this.network = network;
        this.began = began;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        opened.setIdleTimeout(Duration.ZERO);
        opened.setMaxFrameSize(LARGEST);
        opened.setMaxBinaryMessageSize(LARGEST);
        opened.setAutoFragment(false);
        session = opened;
        callback.succeeded();
        began.accept(this);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        byte[] bytes = BufferUtil.toArray(frame.getPayload());
        byte kind = frame.getOpCode();
        CoreSession open = session;
        callback.succeeded();
        if (open == null || kind == OpCode.CLOSE) {
            return;
        }
        if (kind == OpCode.PING) {
            open.sendFrame(new Frame(OpCode.PONG, ByteBuffer.wrap(bytes)), Callback.NOOP, false);
        }
        boolean data = kind == OpCode.BINARY || kind == OpCode.TEXT || kind == OpCode.CONTINUATION;
        if (!data || !frame.isFin() || bytes.length + part.length == 0) {
            part = data ? joined(part, bytes) : part;
            if (part.length > LARGEST) {
                open.close(CloseStatus.MESSAGE_TOO_LARGE, "A message has at most 1 MB.", Callback.NOOP);
            } else {
                open.demand();
            }
            return;
        }
        came.add(joined(part, bytes));
        part = END;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return one.length == 0 ? other : ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }

    @Override
    public Optional<byte[]> receive() throws InterruptedException {
        CoreSession open = session;
        if (open == null || over && came.isEmpty()) {
            return Optional.empty();
        }
        if (!over) {
            network.execute(open::demand);
        }
        byte[] next = came.take();
        return next.length == 0 ? Optional.empty() : Optional.of(next);
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
        CoreSession open = session;
        if (open == null || over) {
            throw new IOException("The other side has gone");
        }
        var gone = new CompletableFuture<Boolean>();
        var frame = new Frame(OpCode.BINARY, ByteBuffer.wrap(message));
        network.execute(() -> open.sendFrame(frame, Callback.from(() -> gone.complete(true), gone::completeExceptionally), false));
        try {
            gone.get();
        } catch (ExecutionException e) {
            throw new IOException("The other side has gone", e.getCause());
        }
    }

    @Override
    public void close() {
        CoreSession open = session;
        if (open != null && !over) {
            network.execute(() -> open.close(CloseStatus.NORMAL, "", Callback.NOOP));
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        over = true;
        came.offer(END);
        callback.succeeded();
    }
}
