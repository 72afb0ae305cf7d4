package dev.fresnel.logs.spool;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks through what is there for what a pick means, on several threads. */
final class Hunt {
    private final Lines lines;
    private final Pick pick;
    private final List<Seen> there;
    private final Runnable done;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;

    /** @param done called once, when nothing is left */
    Hunt(Lines lines, Pick pick, List<Seen> there, Runnable done) {
        this.lines = lines;
        this.pick = pick;
        this.there = there;
        this.done = done;
        this.left = new AtomicInteger(there.size());
    }

    void start(Executor executor, int workers) {
        for (int i = 0; i < Math.min(workers, there.size()); i++) {
            executor.execute(this::run);
        }
    }

    private void run() {
        for (int i = next.getAndIncrement(); i < there.size() && !pick.closed(); i = next.getAndIncrement()) {
            look(there.get(i));
            if (left.decrementAndGet() == 0) {
                done.run();
            }
        }
    }

    private void look(Seen seen) {
        try {
            int hits = 0;
            if (seen.may(pick.condition())) {
                Chunk chunk = seen.read();
                int[] found = pick.condition().of(chunk);
                pick.density().add(chunk, found);
                hits = found.length;
            }
            lines.found(pick, seen.block(), hits);
        } catch (IllegalStateException moved) {
            lines.again(pick, seen.block());
        }
    }
}
