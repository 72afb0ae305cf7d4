package dev.fresnel.http.server;

import dev.fresnel.http.tunnel.Silence;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a client has gone. Over HTTP/1.1 nobody reads its socket while an answer is under way, so this does when
 * somebody wants to know and nothing has been said for a moment; a connection that was listened to is not used again, which
 * quick answers are spared. A watch may say nothing for as long as it likes; a client may not, when it is its turn.
 */
final class Departure {
    private static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Request request;
    private final Duration idle;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile long lastSaid = System.nanoTime();
    private volatile boolean bodyRead;
    private @Nullable Silence silence;
    private boolean asked;
    private boolean listening;
    private boolean over;

    Departure(Request request) {
        this.request = request;
        this.idle = Duration.ofMillis(request.getConnectionMetaData().getConnector().getIdleTimeout());
        var headers = request.getHeaders();
        this.bodyRead = !headers.contains("Transfer-Encoding") && headers.getLongField("Content-Length") <= 0;
        request.addFailureListener(cause -> gone.complete(null));
        request.addIdleTimeoutListener(timeout -> false);
    }

    /** A stream begins: until its answer is whole the connection may be silent. */
    synchronized void streams() {
        if (silence == null) {
            silence = new Silence(request.getConnectionMetaData());
        }
    }

    private synchronized boolean streaming() {
        return silence != null;
    }

    /** From here to the close it is the client's turn: one that does nothing then for the idle time has gone. */
    Turn turn() {
        if (!multiplexed() && !streaming()) {
            return () -> {}; // the connection sees to it
        }
        Thread thread = Thread.currentThread();
        var late = request.getComponents().getScheduler().schedule(thread::interrupt, idle.toMillis(), TimeUnit.MILLISECONDS);
        return late::cancel;
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** See {@link #turn}. */
    @FunctionalInterface
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Completes when the client has gone. */
    synchronized CompletableFuture<Void> watch() {
        if (!asked && !multiplexed()) {
            asked = true;
            lookLater(SILENCE);
        }
        return gone;
    }

    private boolean multiplexed() {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    /** Something went to the client just now. */
    void said() {
        lastSaid = System.nanoTime();
    }

    /** The whole body has come: what comes now is not part of it. */
    void bodyRead() {
        bodyRead = true;
    }

    /** Whether the connection has to be closed after the answer. */
    synchronized boolean listening() {
        return listening;
    }

    boolean hasLeft() {
        return gone.isDone();
    }

    void left() {
        gone.complete(null);
    }

    /** The answer is whole; Jetty has its connection back. */
    synchronized void over() {
        over = true;
        if (silence != null) {
            silence.close();
        }
    }

    private void lookLater(long nanos) {
        request.getComponents().getScheduler().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private synchronized void look() {
        if (over || gone.isDone()) {
            return;
        }
        long silent = System.nanoTime() - lastSaid;
        if (silent < SILENCE || !bodyRead) {
            lookLater(silent < SILENCE ? SILENCE - silent : SILENCE);
            return;
        }
        listening = true;
        listen(endPoint());
    }

    private void listen(EndPoint endPoint) {
        endPoint.tryFillInterested(Callback.from(() -> read(endPoint), cause -> gone.complete(null)));
    }

    /** Whatever else a client says now was not asked for, and this connection ends with the answer. */
    private void read(EndPoint endPoint) {
        try {
            var buffer = BufferUtil.allocate(1024);
            int length;
            do {
                BufferUtil.clear(buffer);
                length = endPoint.fill(buffer);
            } while (length > 0);
            if (length < 0) {
                gone.complete(null);
            } else {
                listen(endPoint);
            }
        } catch (IOException e) {
            gone.complete(null);
        }
    }
}
