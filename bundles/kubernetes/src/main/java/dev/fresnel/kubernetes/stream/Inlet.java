package dev.fresnel.kubernetes.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** Bytes that come from a WebSocket, for who reads them by blocking. */
final class Inlet extends InputStream {
    private static final int KEPT = 256 << 10;

    private final Ring ring = new Ring();
    private final Runnable more;
    private boolean paused;
    private boolean ended;

    /** @param more lets more come, after {@link #add} said no */
    Inlet(Runnable more) {
        this.more = more;
    }

    /** @return whether more may come at once */
    synchronized boolean add(byte[] bytes, int offset, int length) {
        if (ended) {
            return true;
        }
        ring.add(bytes, offset, length);
        notifyAll();
        paused = ring.size() >= KEPT;
        return !paused;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        byte[] some;
        boolean again;
        synchronized (this) {
            await(() -> ring.size() > 0 || ended);
            if (ring.size() == 0) {
                return -1;
            }
            some = ring.read(ring.first(), length);
            ring.release(ring.first() + some.length);
            again = paused && ring.size() < KEPT / 2;
            paused &= !again;
        }
        if (again) {
            more.run();
        }
        System.arraycopy(some, 0, into, offset, some.length);
        return some.length;
    }

    @Override
    public synchronized int available() {
        return ring.size();
    }

    private void await(BooleanSupplier what) throws InterruptedIOException {
        try {
            while (!what.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
