package dev.fresnel.http.tunnel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The end of a request. When the answer came before the body was read, the rest of it is thrown away for a moment: closing at once would
 * take the answer from a client that still writes.
 */
final class Remainder {
    private static final long MOMENT = 2000;
    private static final long MOST = 64L << 20;

    private final Request request;
    private final Callback callback;
    private final Scheduler scheduler;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Invocable.Task more = new Invocable.ReadyTask(Invocable.InvocationType.NON_BLOCKING, this::read);
    private long thrown;
    private boolean uploadStopped;
    private boolean wanted;

    Remainder(Request request, Callback callback, Scheduler scheduler) {
        this.request = request;
        this.callback = callback;
        this.scheduler = scheduler;
    }

    /** Nobody else reads the body any more. */
    void begins() {
        synchronized (this) {
            uploadStopped = true;
            if (!wanted) {
                return;
            }
        }
        read();
    }

    /**
     * The answer is whole.
     *
     * @param uploading whether somebody still reads the body, and will say {@link #begins}
     * @param read whether it has been read to its end
     */
    void finish(boolean uploading, boolean read) {
        if (read || !uploading && !uploadStopped()) {
            callback.succeeded(); // Jetty closes what cannot be used again
            return;
        }
        scheduler.schedule(this::end, MOMENT, TimeUnit.MILLISECONDS);
        synchronized (this) {
            wanted = true;
            if (!uploadStopped) {
                return;
            }
        }
        read();
    }

    private synchronized boolean uploadStopped() {
        return uploadStopped;
    }

    private void read() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(more);
                return;
            }
            boolean ended = chunk.isLast() || Content.Chunk.isFailure(chunk);
            thrown += chunk.remaining();
            chunk.release();
            if (ended || thrown > MOST) {
                end();
            }
        }
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            callback.succeeded();
        }
    }
}
