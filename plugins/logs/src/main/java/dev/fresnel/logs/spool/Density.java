package dev.fresnel.logs.spool;

import dev.fresnel.logs.line.Level;
import java.util.Map;
import java.util.TreeMap;

/** How many lines of each level there are over time, in at most some thousand steps: steps grow with the span. */
public final class Density {
    private static final int MOST = 4096;
    private static final int LEVELS = Level.values().length;

    private final TreeMap<Long, int[]> steps = new TreeMap<>();
    private final long[] totals = new long[LEVELS];
    private long width = 1_000_000;
    private long firstError = Long.MAX_VALUE;

    synchronized void add(long at, Level level) {
        totals[level.ordinal()]++;
        if (level == Level.NOTE) {
            return;
        }
        if (level == Level.ERROR) {
            firstError = Math.min(firstError, at);
        }
        steps.computeIfAbsent(Math.floorDiv(at, width), step -> new int[LEVELS])[level.ordinal()]++;
        if (steps.size() > MOST) {
            coarsen();
        }
    }

    /** Lines of a chunk, which are in order: most of them fall into the same step as the one before. */
    synchronized void add(Chunk chunk, int[] lines) {
        long key = Long.MIN_VALUE;
        int[] step = new int[LEVELS];
        for (int index : lines) {
            Level level = chunk.level(index);
            totals[level.ordinal()]++;
            if (level == Level.NOTE) {
                continue;
            }
            long at = chunk.at(index);
            if (level == Level.ERROR) {
                firstError = Math.min(firstError, at);
            }
            long now = Math.floorDiv(at, width);
            if (now != key) {
                step = steps.computeIfAbsent(now, fresh -> new int[LEVELS]);
                key = now;
            }
            step[level.ordinal()]++;
            if (steps.size() > MOST) {
                coarsen();
                key = Long.MIN_VALUE;
            }
        }
    }

    private void coarsen() {
        while (steps.size() > MOST / 2) {
            width *= 2;
            var wider = new TreeMap<Long, int[]>();
            steps.forEach((step, counts) -> wider.merge(Math.floorDiv(step, 2), counts, Density::sum));
            steps.clear();
            steps.putAll(wider);
        }
    }

    private static int[] sum(int[] one, int[] other) {
        for (int i = 0; i < LEVELS; i++) {
            one[i] += other[i];
        }
        return one;
    }

    /** What is before has left. */
    synchronized void forget(long before) {
        var gone = steps.headMap(Math.floorDiv(before, width));
        gone.values().forEach(counts -> {
            for (int i = 0; i < LEVELS; i++) {
                totals[i] -= counts[i];
            }
        });
        gone.clear();
    }

    synchronized long total(Level level) {
        return totals[level.ordinal()];
    }

    /**
     * A picture of it.
     *
     * @param from nanoseconds
     * @param width nanoseconds of a bar
     * @param bars counts by {@link Level}, without notes
     */
    public record Strip(long from, long width, int[][] bars, long firstError) {}

    /** All of it in so many bars; none when there is nothing. */
    public synchronized Strip strip(int bars) {
        if (steps.isEmpty()) {
            return new Strip(0, 1, new int[0][], 0);
        }
        long first = steps.firstKey();
        long span = steps.lastKey() - first + 1;
        long each = Math.max(1, (span + bars - 1) / bars);
        int[][] out = new int[(int) ((span + each - 1) / each)][LEVELS - 1];
        for (Map.Entry<Long, int[]> step : steps.entrySet()) {
            int[] bar = out[(int) ((step.getKey() - first) / each)];
            for (int i = 0; i < bar.length; i++) {
                bar[i] += step.getValue()[i];
            }
        }
        return new Strip(first * width, each * width, out, firstError == Long.MAX_VALUE ? 0 : firstError);
    }
}
