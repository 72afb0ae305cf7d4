package dev.fresnel.http.tunnel;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection to an API server on Jetty's selector. While nothing is under way it holds no buffer. */
final class Line extends AbstractConnection.NonBlocking {
    static final int BUFFER = 32 * 1024;

    private enum State {
        BUSY,
        IDLE,
        DEAD
    }

    private final Lines lines;
    private final Lines.Key key;
    private final ByteBufferPool buffers;
    private final Consumer<Line> opened;
    private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
    private final Callback readable = new Readable();
    private @Nullable RetainableByteBuffer held;
    private volatile @Nullable Runnable reader;
    private volatile long idleSince;
    private volatile boolean reused;

    Line(EndPoint endPoint, Executor executor, Lines lines, Lines.Key key, ByteBufferPool buffers, Consumer<Line> opened) {
        super(endPoint, executor);
        this.lines = lines;
        this.key = key;
        this.buffers = buffers;
        this.opened = opened;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        opened.accept(this);
    }

    Lines.Key key() {
        return key;
    }

    /** Whether it has served a request before: then it may have died meanwhile. */
    boolean reused() {
        return reused;
    }

    /** Told whenever there may be something to read. */
    void reader(@Nullable Runnable now) {
        reader = now;
    }

    /** What has come and was not taken; in flush mode. */
    ByteBuffer in() {
        RetainableByteBuffer now = held;
        if (now == null) {
            now = buffers.acquire(BUFFER, true);
            now.getByteBuffer().clear().flip();
            held = now;
        }
        return now.getByteBuffer();
    }

    boolean holds() {
        return held != null && held.getByteBuffer().hasRemaining();
    }

    /** Gives the buffer back when it is empty and nobody writes from it. */
    void relax() {
        RetainableByteBuffer now = held;
        if (now != null && !now.getByteBuffer().hasRemaining()) {
            held = null;
            now.release();
        }
    }

    /** Interest stays registered while idle, so that a close by the API server is seen before the next request is sent. */
    void interest() {
        if (!isFillInterested()) {
            getEndPoint().tryFillInterested(readable);
        }
    }

    /** It waits for the next request. */
    void rest(long now) {
        reader = null;
        idleSince = now;
        state.set(State.IDLE);
        interest();
    }

    /** @return whether it is the caller's now */
    boolean take() {
        reused = true;
        return state.compareAndSet(State.IDLE, State.BUSY);
    }

    long idleSince() {
        return idleSince;
    }

    /** Ends it, once, whatever it does. */
    void end() {
        if (state.getAndSet(State.DEAD) != State.DEAD) {
            close();
        }
    }

    @Override
    public void onFillable() {
        Runnable now = reader;
        if (now != null) {
            now.run();
        } else if (state.compareAndSet(State.IDLE, State.DEAD)) {
            lines.forget(this);
            close();
        }
    }

    private final class Readable implements Callback {
        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            onFillable();
        }
    }
}
