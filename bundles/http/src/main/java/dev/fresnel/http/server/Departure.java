package dev.fresnel.http.server;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client has gone. Over HTTP/1.1 nobody reads its socket while an answer is under way, so this does, once
 * somebody wants to know; such a connection is not used again.
 */
final class Departure {
    private final Request request;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    Departure(Request request) {
        this.request = request;
        request.addFailureListener(cause -> gone.complete(null));
    }

    /** Completes when the client has gone; may be asked after the request's body was read, or when it has none. */
    CompletableFuture<Void> watch() {
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2 && watched.compareAndSet(false, true)) {
            listen(request.getConnectionMetaData().getConnection().getEndPoint());
        }
        return gone;
    }

    /** Whether the connection has to be closed after the answer. */
    boolean watched() {
        return watched.get();
    }

    boolean hasLeft() {
        return gone.isDone();
    }

    void left() {
        gone.complete(null);
    }

    private void listen(EndPoint endPoint) {
        endPoint.tryFillInterested(Callback.from(() -> read(endPoint), cause -> gone.complete(null)));
    }

    /** Whatever else a client says now was not asked for: the connection closes after this answer. */
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
