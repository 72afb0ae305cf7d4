package dev.fresnel.http.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client has gone. Over HTTP/1.1 nobody reads its socket while an answer is under way, so this does when
 * somebody wants to know and nothing has been said for a moment; a connection that was listened to is not used again, which
 * quick answers are spared.
 */
final class Departure {
    private static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(500);

    private final Request request;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile long lastSaid = System.nanoTime();
    private volatile boolean bodyRead;
    private boolean asked;
    private boolean listening;
    private boolean over;

    Departure(Request request) {
        this.request = request;
        var headers = request.getHeaders();
        this.bodyRead = !headers.contains("Transfer-Encoding") && headers.getLongField("Content-Length") <= 0;
        request.addFailureListener(cause -> gone.complete(null));
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
        listen(request.getConnectionMetaData().getConnection().getEndPoint());
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
