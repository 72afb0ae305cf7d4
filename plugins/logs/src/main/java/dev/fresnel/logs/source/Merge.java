package dev.fresnel.logs.source;

import dev.fresnel.logs.line.Line;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts the lines of many sources in order of time. A line waits until every source that is delivering has come as far; whoever has been
 * silent for a moment is not waited for.
 */
public final class Merge {
    private static final Duration SILENT = Duration.ofMillis(250);
    private static final Duration OPENING = Duration.ofMillis(1500);
    private static final int FEED_BYTES = 1 << 20;
    private static final int ALL_BYTES = 48 << 20;
    private static final int BATCH = 8192;
    private static final int OVERHEAD = 64;

    private final long silent;
    private final long opening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition work = lock.newCondition();
    private final Set<Feed> feeds = new LinkedHashSet<>();
    private long bytes;
    private boolean woken;
    private boolean closed;

    public Merge() {
        this(SILENT, OPENING);
    }

    /** It waits so long for a source that delivers, and for one that has yet to begin. */
    Merge(Duration silent, Duration opening) {
        this.silent = silent.toNanos();
        this.opening = opening.toNanos();
    }

    /** Lines of one source on their way. */
    final class Feed {
        private final ArrayDeque<Line> lines = new ArrayDeque<>();
        private int size;
        private long lastAt = Long.MIN_VALUE;
        private long arrived = System.nanoTime();
        private boolean open = true;

        /** Blocks while there is no room. */
        void put(List<Line> some) {
            lock.lock();
            try {
                while (!closed && size > FEED_BYTES) {
                    room.awaitUninterruptibly();
                }
                for (Line line : some) {
                    lines.add(line);
                    size += line.text().length + OVERHEAD;
                    bytes += line.text().length + OVERHEAD;
                    lastAt = line.at();
                }
                arrived = System.nanoTime();
                work.signal();
            } finally {
                lock.unlock();
            }
        }

        /** It begins to deliver, or stops: who has stopped is not waited for. */
        void delivers(boolean now) {
            lock.lock();
            try {
                open = now;
                arrived = System.nanoTime();
                work.signal();
            } finally {
                lock.unlock();
            }
        }

        private boolean holds(long now) {
            return open && lines.isEmpty() && now - arrived < (lastAt == Long.MIN_VALUE ? opening : silent);
        }

        private long head() {
            return lines.getFirst().at();
        }
    }

    Feed feed() {
        lock.lock();
        try {
            var feed = new Feed();
            feed.open = false;
            feeds.add(feed);
            return feed;
        } finally {
            lock.unlock();
        }
    }

    /** Lines that may go, in order; empty when there are none yet. Waits a little for some. */
    public List<Line> take(long waitMillis) {
        lock.lock();
        try {
            List<Line> ready = ready();
            if (ready.isEmpty() && !woken && !closed) {
                await(waitMillis);
                ready = ready();
            }
            woken = false;
            return ready;
        } finally {
            lock.unlock();
        }
    }

    private void await(long millis) {
        try {
            work.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Line> ready() {
        long now = System.nanoTime();
        long limit = Long.MAX_VALUE;
        var heads = new PriorityQueue<Feed>((one, other) -> Long.compare(one.head(), other.head()));
        for (Feed feed : feeds) {
            if (!feed.lines.isEmpty()) {
                heads.add(feed);
            } else if (feed.holds(now)) {
                limit = Math.min(limit, feed.lastAt);
            }
        }
        if (bytes > ALL_BYTES) {
            limit = Long.MAX_VALUE;
        }
        return merged(heads, limit, now);
    }

    private List<Line> merged(PriorityQueue<Feed> heads, long limit, long now) {
        var out = new ArrayList<Line>();
        while (!heads.isEmpty() && out.size() < BATCH && heads.peek().head() <= limit) {
            Feed feed = heads.poll();
            long next = heads.isEmpty() ? limit : Math.min(limit, heads.peek().head());
            do {
                Line line = feed.lines.removeFirst();
                feed.size -= line.text().length + OVERHEAD;
                bytes -= line.text().length + OVERHEAD;
                out.add(line);
            } while (!feed.lines.isEmpty() && out.size() < BATCH && feed.head() <= next);
            if (!feed.lines.isEmpty()) {
                heads.add(feed);
            } else if (feed.holds(now)) {
                limit = Math.min(limit, feed.lastAt);
            }
        }
        if (!out.isEmpty()) {
            room.signalAll();
        }
        return out;
    }

    /** Whoever waits in {@link #take} returns. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for room any more; what comes is void. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
