package dev.fresnel.http.tunnel;

import java.io.EOFException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a small body whole, so that it can be sent again with a renewed credential. */
final class Kept {
    static final int MOST = 256 << 10;

    private final Request request;
    private final byte[] body;
    private final Consumer<byte[]> done;
    private final Consumer<Throwable> failed;
    private final Invocable.Task more = new Invocable.ReadyTask(Invocable.InvocationType.NON_BLOCKING, this::read);
    private int filled;

    Kept(Request request, int length, Consumer<byte[]> done, Consumer<Throwable> failed) {
        this.request = request;
        this.body = new byte[length];
        this.done = done;
        this.failed = failed;
    }

    void read() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(more);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failed.accept(chunk.getFailure());
                return;
            }
            int length = chunk.remaining();
            boolean last = chunk.isLast();
            if (length > body.length - filled || last && length < body.length - filled) {
                chunk.release();
                failed.accept(new EOFException("The body is not as long as its head says"));
                return;
            }
            chunk.getByteBuffer().get(body, filled, length);
            filled += length;
            chunk.release();
            if (last) {
                done.accept(body);
                return;
            }
        }
    }
}
