package dev.fresnel.http.live;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one channel may send: frames go out while there is credit, wait a little when there is none, and never overtake each other. */
final class Flow {
    /** What may wait for credit; a source that looks at {@code ready} never needs it. */
    static final int HELD = 1 << 20;

    private static final long MOST = 64L << 20;

    private record Held(byte[] frame, boolean binary) {}

    private final LiveSocket socket;
    private final Deque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private long credit;
    private @Nullable Runnable whenReady;

    Flow(LiveSocket socket, long credit) {
        this.socket = socket;
        this.credit = Math.clamp(credit, 0, MOST);
    }

    /** @return false when too much waits for credit */
    boolean send(byte[] frame) {
        return send(frame, false);
    }

    /** @return false when too much waits for credit */
    synchronized boolean send(byte[] frame, boolean binary) {
        if (held.isEmpty() && credit > 0) {
            credit -= frame.length;
            socket.send(frame, binary);
            return true;
        }
        held.add(new Held(frame, binary));
        heldBytes += frame.length;
        return heldBytes <= HELD;
    }

    /** For what is about the channel itself: needs no credit, but keeps its place. */
    synchronized void sendFree(byte[] frame) {
        if (held.isEmpty()) {
            socket.send(frame);
        } else {
            held.add(new Held(frame, false));
        }
    }

    /** Nothing held is worth sending any more; then the last word. */
    synchronized void finish(byte[] frame) {
        held.clear();
        heldBytes = 0;
        whenReady = null;
        socket.send(frame);
    }

    /** What a former opening left waiting is void. */
    synchronized void restart(byte[] frame) {
        held.clear();
        heldBytes = 0;
        whenReady = null;
        socket.send(frame);
    }

    synchronized void allow(long bytes) {
        credit = Math.min(MOST, credit + Math.clamp(bytes, 0, MOST));
        while (credit > 0 && !held.isEmpty()) {
            Held next = held.remove();
            heldBytes = Math.max(0, heldBytes - next.frame().length);
            credit -= next.frame().length;
            socket.send(next.frame(), next.binary());
        }
    }

    synchronized boolean ready() {
        return credit > 0 && held.isEmpty() && !socket.full();
    }

    synchronized void whenReady(Runnable then) {
        whenReady = then;
    }

    /** Who waits, if it is time; whoever takes it calls it. */
    synchronized @Nullable Runnable takeReady() {
        if (!ready()) {
            return null;
        }
        Runnable then = whenReady;
        whenReady = null;
        return then;
    }
}
