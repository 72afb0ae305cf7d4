package dev.fresnel.http.tunnel;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** One try to get an answer over one connection. */
final class Attempt {
    private static final Runnable SENT = () -> {};

    private final Passage passage;
    private final Line line;
    private final Upload upload;
    private final Download download;
    private final AtomicBoolean uploading = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final boolean bodyFollows;

    /** Its connection can be used again when the answer is read to its end and the last write has called back: either may be first. */
    private final AtomicInteger parts = new AtomicInteger(2);

    private final AtomicReference<Runnable> afterHead = new AtomicReference<>(() -> {});
    private volatile boolean heard;
    private volatile boolean uploaded;

    /** @param bodyFollows whether the client's body goes behind the head */
    Attempt(Passage passage, Line line, boolean bodyFollows) {
        this.passage = passage;
        this.line = line;
        this.bodyFollows = bodyFollows;
        this.upload = new Upload(passage.call().request(), passage.demand(), this);
        this.download = new Download(passage, this);
    }

    Line line() {
        return line;
    }

    Passage passage() {
        return passage;
    }

    Upload upload() {
        return upload;
    }

    void begin(ByteBuffer... head) {
        line.reader(download::iterate);
        line.interest();
        line.getEndPoint().write(Callback.from(Invocable.InvocationType.NON_BLOCKING, this::headSent, this::failed), head);
    }

    private void headSent() {
        afterHead.getAndSet(SENT).run();
        if (!bodyFollows) {
            uploaded = true;
            part();
        } else if (passage.demand().waits()) {
            passage.later(this::goOn, 1000);
        } else {
            goOn();
        }
    }

    /** Runs it once the head has gone out; an answer may be there before. */
    void whenSent(Runnable what) {
        if (afterHead.getAndUpdate(now -> now == SENT ? SENT : what) == SENT) {
            what.run();
        }
    }

    /** The API server wants the body, or did not say for long. */
    void goOn() {
        if (bodyFollows && !closed.get() && uploading.compareAndSet(false, true)) {
            upload.iterate();
        }
    }

    /** @param whole whether all of it has gone out */
    void uploaded(boolean whole) {
        if (whole && !closed.get()) {
            uploaded = true;
            part();
        } else {
            passage.restOfBody();
        }
    }

    /** Wakes the reader. */
    void iterate() {
        download.iterate();
    }

    void heard() {
        heard = true;
    }

    /** Whether the request may be sent again: the connection had rested, and nothing has come back. */
    boolean neverAlive() {
        return line.reused() && !heard && !uploading.get();
    }

    boolean closed() {
        return closed.get();
    }

    /** Whether the upload has to be waited for before the client's connection is given back. */
    boolean uploadPending() {
        return uploading.get() && !uploaded;
    }

    /** The answer has been read to its end. */
    void answered(boolean keep) {
        boolean sent = !bodyFollows || uploading.get() && upload.taken();
        boolean clean = keep && sent && !line.holds();
        line.relax();
        if (clean) {
            line.reader(() -> {});
            part();
        } else {
            close();
        }
    }

    private void part() {
        if (parts.decrementAndGet() == 0) {
            passage.lines().giveBack(line);
        }
    }

    /** The connection is another's from now on. */
    void handOver() {
        closed.set(true);
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            line.reader(() -> {});
            line.end();
        }
    }

    /** A write and a read may fail for the same cause: the first counts. */
    void failed(Throwable cause) {
        if (closed.compareAndSet(false, true)) {
            line.reader(() -> {});
            line.end();
            passage.failed(this, cause);
        }
    }

    void clientFailed(Throwable cause) {
        passage.gone(cause);
    }
}
