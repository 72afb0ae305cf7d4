package dev.fresnel.http.live;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Frames of one socket on their way out: few at a time on the wire, the rest here, and no more than the limit. */
final class Outbox {
    /** Beyond this sources are asked to wait. */
    static final int FULL = 256 * 1024;

    private static final int ON_THE_WIRE = 8;

    private record Parcel(byte[] frame, boolean binary) {}

    private final Wire wire;
    private final int limit;
    private final Runnable drained;
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private int bytes;
    private int onTheWire;
    private boolean pumping;
    private boolean wasFull;
    private boolean over;
    private long progress;

    /**
     * @param limit bytes that may wait
     * @param drained runs when it had been full and is no longer
     */
    Outbox(Wire wire, int limit, Runnable drained) {
        this.wire = wire;
        this.limit = limit;
        this.drained = drained;
        this.progress = System.nanoTime();
    }

    /** @return false when the client reads too slowly for that */
    boolean offer(byte[] frame, boolean binary) {
        synchronized (this) {
            if (over) {
                return true;
            }
            if (bytes + frame.length > limit && bytes > 0) {
                return false;
            }
            if (waiting.isEmpty() && onTheWire == 0) {
                progress = System.nanoTime();
            }
            waiting.add(new Parcel(frame, binary));
            bytes += frame.length;
            wasFull |= bytes > FULL;
        }
        pump();
        return true;
    }

    synchronized boolean full() {
        return bytes > FULL;
    }

    /** Bytes that wait. */
    synchronized int waiting() {
        return bytes;
    }

    /** How long nothing has moved although something should; 0 when all is sent. */
    synchronized long stalledFor(long now) {
        return waiting.isEmpty() && onTheWire == 0 ? 0 : Math.max(0, now - progress);
    }

    /** Drops what waits; nothing more goes out. */
    synchronized void clear() {
        over = true;
        waiting.clear();
        bytes = 0;
    }

    /** One thread at a time sends; a frame that leaves at once comes back here as a loop, not as a deeper call. */
    private void pump() {
        synchronized (this) {
            if (pumping) {
                return;
            }
            pumping = true;
        }
        for (Parcel parcel = next(); parcel != null; parcel = next()) {
            int length = parcel.frame().length;
            if (parcel.binary()) {
                wire.sendBytes(parcel.frame(), () -> sent(length));
            } else {
                wire.send(parcel.frame(), () -> sent(length));
            }
        }
    }

    private synchronized @Nullable Parcel next() {
        if (waiting.isEmpty() || onTheWire >= ON_THE_WIRE) {
            pumping = false;
            return null;
        }
        onTheWire++;
        return waiting.remove();
    }

    private void sent(int length) {
        boolean tell;
        synchronized (this) {
            onTheWire--;
            bytes = Math.max(0, bytes - length);
            progress = System.nanoTime();
            tell = wasFull && bytes <= FULL / 2;
            wasFull &= !tell;
        }
        pump();
        if (tell) {
            drained.run();
        }
    }
}
