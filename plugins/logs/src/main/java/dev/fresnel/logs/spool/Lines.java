package dev.fresnel.logs.spool;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.logs.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * All lines of a view in order of time: the youngest in memory, the others packed in temporary files, and the oldest forgotten when those
 * are full. A line is named by its number; numbers are counted from the first that ever came, and change only when a line comes in between.
 */
public final class Lines implements AutoCloseable {
    /** Bytes on disk of one view. */
    public static final long CAPACITY = 256L << 20;
    private static final int YOUNG = 4;
    /** Blocks that are forgotten at once when the disk is full. */
    private static final int PART = 64;

    private final Shelf shelf;
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Block> blocks = new ArrayList<>();
    private final Places places = new Places(blocks);
    private final List<Pick> picks = new ArrayList<>();
    private final Pick all = new Pick(Condition.ALL, true);
    private int firstInMemory;
    private long dropped;
    private long total;
    private long order;
    private boolean closed;

    public Lines(Scratch scratch) {
        this(scratch, CAPACITY);
    }

    public Lines(Scratch scratch, long capacity) {
        this.shelf = new Shelf(scratch);
        this.capacity = capacity;
        picks.add(all);
    }

    /** The pick of everything. */
    public Pick all() {
        return all;
    }

    /** Takes lines in; cheapest when they are in order. When there is no room on disk the oldest are forgotten. */
    public void add(List<Line> lines) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            for (Line line : lines) {
                add(line);
            }
            settle();
        } finally {
            lock.unlock();
        }
    }

    private void add(Line line) {
        Block last = blocks.isEmpty() ? null : blocks.getLast();
        if (last == null || line.at() >= last.last) {
            if (last == null || last.chunk == null || last.chunk.full()) {
                last = new Block(new Chunk());
                blocks.add(last);
            }
            last.chunk.append(line);
            last.measure(last.chunk);
            came(last, line);
        } else {
            between(line);
        }
        total++;
    }

    private void between(Line line) {
        int index = Math.max(0, firstAfter(line.at()) - 1);
        Block block = blocks.get(index);
        Chunk chunk = Places.load(block);
        block.chunk = chunk;
        chunk.insert(chunk.place(line.at()), line);
        block.measure(chunk);
        firstInMemory = Math.min(firstInMemory, index);
        order++;
        came(block, line);
        if (chunk.count() > Chunk.LINES * 2 || chunk.bytes() > Chunk.BYTES * 2) {
            halve(index, block, chunk);
        }
    }

    private void halve(int index, Block block, Chunk chunk) {
        var second = new Block(chunk.split());
        block.measure(chunk);
        blocks.add(index + 1, second);
        for (Pick pick : picks) {
            if (!pick.condition().all()) {
                pick.halved(block, pick.condition().of(chunk).length, second, pick.condition().of(second.chunk).length);
            }
        }
    }

    private void came(Block block, Line line) {
        for (Pick pick : picks) {
            pick.came(block, line);
        }
    }

    /** Index of the first block that begins later. */
    private int firstAfter(long at) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).first <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Only the youngest stay in memory; what is on disk stays within its bounds. */
    private void settle() {
        while (firstInMemory < blocks.size() - YOUNG) {
            Block block = blocks.get(firstInMemory);
            if (block.chunk != null && !seal(block, block.chunk)) {
                return;
            }
            firstInMemory++;
        }
        while (shelf.written() > capacity && blocks.size() > YOUNG) {
            if (!tidied()) {
                forgetOldest();
            }
        }
    }

    /** @return false when nothing is void, or there is no room to move what is not */
    private boolean tidied() {
        try {
            return shelf.tidy(blocks);
        } catch (Problem full) {
            return false;
        }
    }

    /** @return false when there is no room; then some of the oldest have been forgotten to make some */
    private boolean seal(Block block, Chunk chunk) {
        try {
            shelf.put(block, chunk);
            return true;
        } catch (Problem full) {
            for (int i = 0; i < PART && blocks.size() > PART / 4; i++) {
                forgetOldest();
            }
            return false;
        }
    }

    private void forgetOldest() {
        if (blocks.size() <= 1) {
            return;
        }
        Block oldest = blocks.removeFirst();
        firstInMemory = Math.max(0, firstInMemory - 1);
        dropped += oldest.count;
        shelf.release(oldest);
        for (Pick pick : picks) {
            pick.left(oldest);
        }
    }

    /**
     * From where on is looked first.
     *
     * @param row of the view
     */
    public record Start(long row, boolean forward) {
        public static final Start END = new Start(Long.MAX_VALUE, false);
    }

    /**
     * Begins to look for what a condition means: what comes from now on at once, what is there on the executor, the youngest first.
     *
     * @param news called when the first have been found, and when all that was there has been looked at, on threads of the executor
     */
    public Pick pick(Condition condition, Executor executor, int workers, Runnable news) {
        return hunt(new Pick(condition, true), all, Start.END, executor, workers, news);
    }

    /** The same for words within what a view shows: the nearest first, and counted alone. */
    public Pick search(Words words, Pick view, Start start, Executor executor, int workers, Runnable news) {
        return hunt(new Pick(view.condition().and(words), false), view, start, executor, workers, news);
    }

    private Pick hunt(Pick pick, Pick view, Start start, Executor executor, int workers, Runnable news) {
        List<Seen> there = new ArrayList<>();
        lock.lock();
        try {
            picks.add(pick);
            places.from(view, start).forEach(block -> there.add(Seen.copied(block)));
            pick.reads(blocks);
        } finally {
            lock.unlock();
        }
        new Hunt(this, pick, there, news).start(executor, workers);
        return pick;
    }

    void found(Pick pick, Block block, int hits) {
        lock.lock();
        try {
            pick.found(block, hits);
        } finally {
            lock.unlock();
        }
    }

    /** Its place on disk was given up while it was looked at: it is forgotten, or stands elsewhere because lines came between. */
    void again(Pick pick, Block block) {
        lock.lock();
        try {
            if (!closed && pick.reads(block)) {
                pick.counted(block, pick.condition().of(Places.load(block)).length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** It is no longer of interest. */
    public void drop(Pick pick) {
        if (pick == all) {
            return;
        }
        lock.lock();
        try {
            picks.remove(pick);
            pick.close();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How things stand.
     *
     * @param total lines that came
     * @param dropped lines that were forgotten, the oldest
     * @param order grows when numbers of lines changed
     * @param bytes on disk
     * @param oldest when the first line was said that is there; {@link Long#MAX_VALUE} = there is none
     */
    public record Figures(long total, long dropped, long order, long bytes, long oldest) {}

    public Figures figures() {
        lock.lock();
        try {
            return new Figures(total, dropped, order, shelf.written(), blocks.isEmpty() ? Long.MAX_VALUE : blocks.getFirst().first);
        } finally {
            lock.unlock();
        }
    }

    public double progress(Pick pick) {
        lock.lock();
        try {
            return pick.progress();
        } finally {
            lock.unlock();
        }
    }

    /** How many lines a pick has now. */
    public long size(Pick pick) {
        lock.lock();
        try {
            return places.size(pick);
        } finally {
            lock.unlock();
        }
    }

    /** A line and its number. */
    public record Row(long number, Line line) {}

    /** The place of the first line of a pick that is left; places are counted from the first that ever came. */
    public long first(Pick pick) {
        lock.lock();
        try {
            return pick.gone();
        } finally {
            lock.unlock();
        }
    }

    /** Lines of a pick by their place in it; fewer where it ends. */
    public List<Row> rows(Pick pick, long from, int count) {
        lock.lock();
        try {
            return places.rows(pick, from, count, dropped);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A match: its place in what is shown, and which of the matches it is.
     *
     * @param row -1 = there is none
     * @param ordinal -1 = not known yet
     */
    public record Place(long row, long ordinal) {
        static final Place NONE = new Place(-1, 0);
    }

    /**
     * The next match from a row of the view on, or before it; goes round at the ends.
     *
     * @param search a narrower pick than the view
     * @param from row of the view
     */
    public Place find(Pick view, Pick search, long from, boolean forward) {
        lock.lock();
        try {
            return places.find(view, search, from, forward);
        } finally {
            lock.unlock();
        }
    }

    /** The same as soon as all that lies between has been looked at, and without its ordinal; empty = not known yet. */
    public Optional<Place> nearest(Pick view, Pick search, Start start) {
        lock.lock();
        try {
            return places.nearest(view, search, start);
        } finally {
            lock.unlock();
        }
    }

    /** The first row that is not earlier; the place behind the last when all are. */
    public long rowAt(Pick pick, long at) {
        lock.lock();
        try {
            return places.rowAt(pick, at);
        } finally {
            lock.unlock();
        }
    }

    /** Every line of a pick in order, as it is now; what is forgotten meanwhile is left out. */
    public void each(Pick pick, Consumer<Line> line) {
        List<Seen> there = new ArrayList<>();
        lock.lock();
        try {
            for (Block block : blocks) {
                if (pick.count(block) > 0) {
                    there.add(Seen.copied(block));
                }
            }
        } finally {
            lock.unlock();
        }
        for (Seen seen : there) {
            Optional<Chunk> found = read(seen);
            if (found.isPresent()) {
                Chunk chunk = found.get();
                for (int index : pick.condition().of(chunk)) {
                    line.accept(chunk.line(index));
                }
            }
        }
    }

    /** Wherever it stands now; empty = it is forgotten. */
    private Optional<Chunk> read(Seen seen) {
        try {
            return Optional.of(seen.read());
        } catch (IllegalStateException moved) {
            lock.lock();
            try {
                return closed || !blocks.contains(seen.block()) ? Optional.empty() : Optional.of(Places.load(seen.block()).copy());
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            picks.forEach(Pick::close);
            picks.clear();
            blocks.clear();
            shelf.close();
        } finally {
            lock.unlock();
        }
    }
}
