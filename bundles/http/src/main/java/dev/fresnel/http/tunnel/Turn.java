package dev.fresnel.http.tunnel;

import java.util.concurrent.TimeUnit;

/** Whose turn it is while an answer goes out: the client's as long as a write is under way. */
final class Turn {
    private static final long SILENT = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long STALLED = TimeUnit.SECONDS.toNanos(300);

    private volatile long lastWrite = System.nanoTime();
    private volatile long writesSince;

    /** A write begins. */
    void writes() {
        writesSince = System.nanoTime();
    }

    /** It is over, if there was one. */
    void wrote() {
        if (writesSince != 0) {
            lastWrite = System.nanoTime();
            writesSince = 0;
        }
    }

    /** Whether the client has long taken nothing. */
    boolean stalled(long now) {
        return writesSince != 0 && now - writesSince > STALLED;
    }

    /** Whether nothing is being said to it, for a moment already. */
    boolean silent(long now) {
        return writesSince == 0 && now - lastWrite > SILENT;
    }
}
