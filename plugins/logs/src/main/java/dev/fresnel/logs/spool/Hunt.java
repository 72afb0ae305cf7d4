package dev.fresnel.logs.spool;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks through what is there for what a pick means, on several threads. */
final class Hunt {
    /** So many finds are told at once: whoever waits for the first match needs those of the blocks beside it too. */
    private static final int TOLD = 4;

    private final Lines lines;
    private final Pick pick;
    private final List<Seen> there;
    private final Runnable news;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger left;

    /** @param news called for the first finds, and when nothing is left */
    Hunt(Lines lines, Pick pick, List<Seen> there, Runnable news) {
        this.lines = lines;
        this.pick = pick;
        this.there = there;
        this.news = news;
        this.left = new AtomicInteger(there.size());
    }

    void start(Executor executor, int workers) {
        for (int i = 0; i < Math.min(workers, there.size()); i++) {
            executor.execute(this::run);
        }
    }

    private void run() {
        for (int i = next.getAndIncrement(); i < there.size() && !pick.closed(); i = next.getAndIncrement()) {
            boolean some = look(there.get(i));
            if (left.decrementAndGet() == 0 || some && finds.getAndIncrement() < TOLD) {
                news.run();
            }
        }
    }

    /** @return whether there is some of it */
    private boolean look(Seen seen) {
        try {
            int hits = 0;
            if (seen.may(pick.condition())) {
                Chunk chunk = seen.read();
                int[] found = pick.condition().of(chunk);
                pick.draw(chunk, found);
                hits = found.length;
            }
            lines.found(pick, seen.block(), hits);
            return hits > 0;
        } catch (IllegalStateException moved) {
            lines.again(pick, seen.block());
            return false;
        }
    }
}
