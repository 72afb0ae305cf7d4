package dev.fresnel.http.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One direction of a pipe: reads here, writes there, and holds no more than one buffer. When the other end hears no more, what is
 * still said is dropped: what comes back from there may not have been taken in yet.
 */
final class Pump extends IteratingCallback {
    private final EndPoint from;
    private final EndPoint to;
    private final Runnable interest;
    private final Pipe pipe;
    private final ByteBuffer buffer = BufferUtil.allocateDirect(Line.BUFFER);
    private volatile boolean ended;
    private volatile boolean deaf;
    private volatile long lastHeard = System.nanoTime();

    Pump(EndPoint from, EndPoint to, Runnable interest, Pipe pipe) {
        this.from = from;
        this.to = to;
        this.interest = interest;
        this.pipe = pipe;
    }

    /** Goes out before all else. */
    void put(ByteBuffer early) {
        BufferUtil.append(buffer, early);
    }

    boolean ended() {
        return ended;
    }

    long lastHeard() {
        return lastHeard;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected Action process() throws IOException {
        if (ended) {
            return Action.SUCCEEDED;
        }
        if (!buffer.hasRemaining()) {
            buffer.clear().flip();
            int length = fill();
            if (length == 0) {
                interest.run();
                return Action.IDLE;
            }
            if (length < 0) {
                ended = true;
                to.shutdownOutput();
                pipe.halfClosed();
                return Action.SUCCEEDED;
            }
            lastHeard = System.nanoTime();
        }
        if (deaf) {
            buffer.clear().flip();
            succeeded();
        } else {
            to.write(Callback.from(InvocationType.NON_BLOCKING, this::succeeded, this::unheard), buffer);
        }
        return Action.SCHEDULED;
    }

    /** What an API server said before it broke off is still on its way to the client. */
    private int fill() throws IOException {
        try {
            return from.fill(buffer);
        } catch (IOException broken) {
            if (pipe.fromClient(this)) {
                throw broken;
            }
            return -1;
        }
    }

    private void unheard(Throwable cause) {
        deaf = true;
        if (pipe.fromClient(this)) {
            buffer.clear().flip();
            succeeded();
        } else {
            failed(cause);
        }
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        pipe.end();
    }
}
