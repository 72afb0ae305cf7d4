package dev.fresnel.http.tunnel;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connection that has changed its protocol (exec, attach, port-forward): bytes in both directions, whatever they mean. */
final class Pipe extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    /** How long the API server may say nothing once the client has no more to say: most clients are gone then. */
    private static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(800);

    /** How long a client may take to read what the API server has said and to go; closed before, its system may drop the rest. */
    private static final long FAREWELL = TimeUnit.SECONDS.toNanos(30);

    private final Line server;
    private final Attempt attempt;
    private final Scheduler scheduler;
    private final Runnable closed;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Pump up;
    private final Pump down;

    private Pipe(EndPoint client, Executor executor, Scheduler scheduler, Attempt attempt, Runnable closed) {
        super(client, executor);
        this.attempt = attempt;
        this.server = attempt.line();
        this.scheduler = scheduler;
        this.closed = closed;
        this.up = new Pump(client, server.getEndPoint(), this::interest, this);
        this.down = new Pump(server.getEndPoint(), client, server::interest, this);
    }

    /**
     * Jetty gives the client's connection to it once the 101 is out.
     *
     * @param early what the API server sent together with its 101
     */
    static Pipe join(Request request, EndPoint client, Attempt attempt, ByteBuffer early, Runnable closed) {
        var components = request.getComponents();
        var pipe = new Pipe(client, components.getExecutor(), components.getScheduler(), attempt, closed);
        Line server = attempt.line();
        server.reader(() -> {});
        pipe.down.put(early);
        server.relax();
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, pipe);
        return pipe;
    }

    private void interest() {
        if (!isFillInterested()) {
            fillInterested();
        }
    }

    /** What the client sent together with its handshake. */
    @Override
    public void onUpgradeTo(ByteBuffer early) {
        if (early != null && early.hasRemaining()) {
            up.put(early);
        }
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        server.reader(down::iterate);
        down.iterate();
        attempt.whenSent(up::iterate);
    }

    @Override
    public void onFillable() {
        up.iterate();
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        end();
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        end();
    }

    /** One side has said all that it had to say. */
    void halfClosed() {
        if (up.ended() && down.ended()) {
            end();
        } else if (down.ended()) {
            scheduler.schedule(this::end, FAREWELL, TimeUnit.NANOSECONDS);
        } else {
            scheduler.schedule(this::linger, SILENCE, TimeUnit.NANOSECONDS);
        }
    }

    boolean fromClient(Pump pump) {
        return pump == up;
    }

    private void linger() {
        long left = SILENCE - (System.nanoTime() - down.lastHeard());
        if (left <= 0) {
            end();
        } else if (!over.get()) {
            scheduler.schedule(this::linger, left, TimeUnit.NANOSECONDS);
        }
    }

    /** Closes both sides. */
    void end() {
        if (over.compareAndSet(false, true)) {
            getEndPoint().close();
            server.end();
            closed.run();
        }
    }
}
