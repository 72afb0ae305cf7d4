package dev.fresnel.http.tunnel;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** A request's body on its way from the client to the API server. */
final class Upload extends IteratingCallback {
    private static final ByteBuffer END = ascii("0\r\n\r\n");
    private static final ByteBuffer CHUNK_AND_END = ascii("\r\n0\r\n\r\n");
    private static final ByteBuffer CHUNK_END = ascii("\r\n");

    private final Request request;
    private final Demand demand;
    private final Attempt attempt;
    private final Invocable.Task more = new Invocable.ReadyTask(InvocationType.NON_BLOCKING, this::iterate);
    private Content.@Nullable Chunk chunk;
    private long sent;
    private volatile boolean taken;
    private volatile long waitsSince;

    Upload(Request request, Demand demand, Attempt attempt) {
        this.request = request;
        this.demand = demand;
        this.attempt = attempt;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).asReadOnlyBuffer();
    }

    /** Whether the whole body has been read from the client. */
    boolean taken() {
        return taken;
    }

    /** Since when it waits for the client; 0 = it does not. */
    long waitsSince() {
        return waitsSince;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected Action process() {
        release();
        if (taken || attempt.closed()) {
            return Action.SUCCEEDED;
        }
        Content.Chunk next = request.read();
        if (next == null) {
            waitsSince = System.nanoTime();
            request.demand(more);
            return Action.IDLE;
        }
        waitsSince = 0;
        if (Content.Chunk.isFailure(next)) {
            attempt.clientFailed(next.getFailure());
            return Action.SUCCEEDED;
        }
        chunk = next;
        sent += next.remaining();
        if (!demand.chunked() && (sent > demand.length() || next.isLast() && sent < demand.length())) {
            attempt.clientFailed(new EOFException("The body is not as long as its head says"));
            return Action.SUCCEEDED;
        }
        taken = next.isLast();
        return forward(next);
    }

    private Action forward(Content.Chunk next) {
        int length = next.remaining();
        if (length == 0 && !(taken && demand.chunked())) {
            succeeded();
        } else if (!demand.chunked()) {
            attempt.line().getEndPoint().write(this, next.getByteBuffer().slice());
        } else if (length == 0) {
            attempt.line().getEndPoint().write(this, END.slice());
        } else {
            attempt.line().getEndPoint().write(
                    this, ascii(Integer.toHexString(length) + "\r\n").slice(), next.getByteBuffer().slice(), (taken ? CHUNK_AND_END : CHUNK_END).slice());
        }
        return Action.SCHEDULED;
    }

    private void release() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    @Override
    protected void onCompleteSuccess() {
        release();
        attempt.uploaded(taken);
    }

    /** The API server may have answered before it stopped reading: its side decides. */
    @Override
    protected void onCompleteFailure(Throwable cause) {
        release();
        attempt.uploaded(false);
    }
}
