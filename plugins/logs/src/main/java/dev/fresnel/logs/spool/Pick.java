package dev.fresnel.logs.spool;

import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The lines of a view that a condition means: how many are in each block, and when. Touched under the lock of its {@link Lines}. */
public final class Pick {
    private final Condition condition;
    private final boolean drawn;
    private final Density density = new Density();
    private final Map<Block, Integer> counts = new HashMap<>();
    private final Set<Block> unread = new HashSet<>();
    private int blocks;
    private long gone;
    private volatile boolean closed;

    /** @param drawn whether its density is wanted */
    Pick(Condition condition, boolean drawn) {
        this.condition = condition;
        this.drawn = drawn;
    }

    public Condition condition() {
        return condition;
    }

    /** Empty when it is not drawn. */
    public Density density() {
        return density;
    }

    /** Those of a chunk are in it. */
    void draw(Chunk chunk, int[] hits) {
        if (drawn) {
            density.add(chunk, hits);
        }
    }

    int count(Block block) {
        return condition.all() ? block.count : counts.getOrDefault(block, 0);
    }

    void came(Block block, Line line) {
        if (condition.test(line)) {
            if (drawn) {
                density.add(line.at(), line.level());
            }
            counts.merge(block, 1, Integer::sum);
        }
    }

    void found(Block block, int more) {
        if (unread.remove(block)) {
            counts.merge(block, more, Integer::sum);
        }
    }

    void halved(Block first, int hits, Block second, int others) {
        counted(first, hits); // both are counted now, whatever was read of them before
        counted(second, others);
    }

    /** All of a block has been counted, what came lately too. */
    void counted(Block block, int hits) {
        unread.remove(block);
        counts.put(block, hits);
    }

    boolean reads(Block block) {
        return unread.contains(block);
    }

    void left(Block block) {
        gone += count(block);
        unread.remove(block);
        counts.remove(block);
        density.forget(block.last);
    }

    void reads(Collection<Block> there) {
        unread.addAll(there);
        blocks = there.size();
    }

    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    /** Lines of it that were forgotten: the place of the first that is left. */
    long gone() {
        return gone;
    }

    /** How much of what was there has been looked at, 0 to 1. */
    double progress() {
        return unread.isEmpty() || closed ? 1 : 1 - (double) unread.size() / blocks;
    }

    public long total(Level level) {
        return density.total(level);
    }
}
