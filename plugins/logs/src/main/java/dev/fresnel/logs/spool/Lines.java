package dev.fresnel.logs.spool;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.scratch.ScratchFile;
import dev.fresnel.logs.line.Line;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

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

    private final Scratch scratch;
    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Block> blocks = new ArrayList<>();
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final List<Pick> picks = new ArrayList<>();
    private final Pick all = new Pick(Condition.ALL);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private int firstInMemory;
    private long written;
    private long dropped;
    private long total;
    private long order;
    private boolean closed;

    public Lines(Scratch scratch) {
        this(scratch, CAPACITY);
    }

    public Lines(Scratch scratch, long capacity) {
        this.scratch = scratch;
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
        Chunk chunk = load(block);
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
        while (written > capacity && blocks.size() > YOUNG) {
            forgetOldest();
        }
    }

    /** @return false when there is no room; then some of the oldest have been forgotten to make some */
    private boolean seal(Block block, Chunk chunk) {
        ByteBuffer packed = chunk.pack(deflater);
        int length = packed.remaining();
        Segment segment;
        long position;
        try {
            segment = segment();
            position = segment.file.append(packed);
        } catch (Problem full) {
            for (int i = 0; i < PART && blocks.size() > PART / 4; i++) {
                forgetOldest();
            }
            return false;
        }
        release(block);
        block.segment = segment;
        block.position = position;
        block.length = length;
        block.chunk = null;
        segment.live += length;
        written += length;
        return true;
    }

    private Segment segment() {
        if (segments.isEmpty() || segments.getLast().file.size() > Segment.ROOM) {
            ScratchFile file = scratch.open();
            segments.add(new Segment(file));
        }
        return segments.getLast();
    }

    private void release(Block block) {
        Segment segment = block.segment;
        block.segment = null;
        if (segment == null) {
            return;
        }
        segment.live -= block.length;
        if (segment.live <= 0 && segment != segments.getLast()) {
            segments.remove(segment);
            written -= segment.file.size();
            segment.file.close();
        }
    }

    private void forgetOldest() {
        if (blocks.size() <= 1) {
            return;
        }
        Block oldest = blocks.removeFirst();
        firstInMemory = Math.max(0, firstInMemory - 1);
        dropped += oldest.count;
        release(oldest);
        for (Pick pick : picks) {
            pick.left(oldest);
        }
    }

    private Chunk load(Block block) {
        return block.chunk != null ? block.chunk : read(Seen.of(block));
    }

    /** A block as it was at a moment: what it names on disk never changes. */
    private record Seen(Block block, @org.jspecify.annotations.Nullable Chunk chunk, @org.jspecify.annotations.Nullable Segment segment, long position, int length, int count, int bytes) {
        static Seen of(Block block) {
            return new Seen(block, null, block.segment, block.position, block.length, block.count, block.bytes);
        }

        static Seen copied(Block block) {
            return new Seen(block, block.chunk == null ? null : block.chunk.copy(), block.segment, block.position, block.length, block.count, block.bytes);
        }
    }

    private static Chunk read(Seen seen) {
        if (seen.chunk() != null) {
            return seen.chunk();
        }
        ByteBuffer packed = ByteBuffer.allocate(seen.length());
        seen.segment().file.read(seen.position(), packed);
        var inflater = new Inflater(true);
        try {
            return Chunk.unpack(packed.flip(), seen.count(), seen.bytes(), inflater);
        } finally {
            inflater.end();
        }
    }

    /**
     * Begins to look for what a condition means: what comes from now on at once, what is there on the executor, the youngest first.
     *
     * @param progress called after each part, on the executor's threads
     */
    public Pick pick(Condition condition, Executor executor, int workers, Runnable progress) {
        var pick = new Pick(condition);
        List<Seen> there = new ArrayList<>();
        lock.lock();
        try {
            picks.add(pick);
            for (Block block : blocks.reversed()) {
                there.add(block.chunk == null ? Seen.of(block) : Seen.copied(block));
            }
            pick.reads(blocks);
        } finally {
            lock.unlock();
        }
        var next = new AtomicInteger();
        for (int i = 0; i < Math.min(workers, there.size()); i++) {
            executor.execute(() -> scan(pick, there, next, progress));
        }
        return pick;
    }

    private void scan(Pick pick, List<Seen> there, AtomicInteger next, Runnable progress) {
        for (int i = next.getAndIncrement(); i < there.size() && !pick.closed(); i = next.getAndIncrement()) {
            scan(pick, there.get(i));
            progress.run();
        }
    }

    private void scan(Pick pick, Seen seen) {
        int hits = 0;
        try {
            Chunk chunk = read(seen);
            int[] found = pick.condition().of(chunk);
            for (int index : found) {
                pick.density().add(chunk.at(index), chunk.level(index));
            }
            hits = found.length;
        } catch (IllegalStateException gone) {
            // forgotten meanwhile, or the view is closed
        }
        lock.lock();
        try {
            pick.found(seen.block(), hits);
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
     */
    public record Figures(long total, long dropped, long order, long bytes) {}

    public Figures figures() {
        lock.lock();
        try {
            return new Figures(total, dropped, order, written);
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
            long sum = 0;
            for (Block block : blocks) {
                sum += pick.count(block);
            }
            return sum;
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
            var rows = new ArrayList<Row>();
            long before = pick.gone();
            long number = dropped;
            for (Block block : blocks) {
                int here = pick.count(block);
                if (here > 0 && before + here > from && rows.size() < count) {
                    collect(pick, block, number, (int) Math.max(0, from - before), count, rows);
                }
                if (rows.size() >= count) {
                    break;
                }
                before += here;
                number += block.count;
            }
            return rows;
        } finally {
            lock.unlock();
        }
    }

    private void collect(Pick pick, Block block, long number, int skip, int most, List<Row> rows) {
        Chunk chunk = load(block);
        if (pick.condition().all()) {
            for (int i = skip; i < chunk.count() && rows.size() < most; i++) {
                rows.add(new Row(number + i, chunk.line(i)));
            }
            return;
        }
        int[] hits = pick.condition().of(chunk);
        for (int i = skip; i < hits.length && rows.size() < most; i++) {
            rows.add(new Row(number + hits[i], chunk.line(hits[i])));
        }
    }

    /**
     * A match: its place in what is shown, and which of the matches it is.
     *
     * @param row -1 = there is none
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
            long matches = size(search);
            if (matches == 0) {
                return Place.NONE;
            }
            long before = matchesBefore(view, search, from);
            long ordinal = forward ? before % matches : Math.floorMod(before - 1, matches);
            return new Place(rowOfMatch(view, search, ordinal), ordinal);
        } finally {
            lock.unlock();
        }
    }

    /** How many matches are in rows before that one. */
    private long matchesBefore(Pick view, Pick search, long row) {
        long rows = view.gone();
        long matches = 0;
        for (Block block : blocks) {
            int here = view.count(block);
            if (rows + here > row) {
                int[] shown = indexes(view, block);
                int limit = shown[(int) Math.max(0, row - rows)];
                for (int hit : indexes(search, block)) {
                    matches += hit < limit ? 1 : 0;
                }
                return matches;
            }
            rows += here;
            matches += search.count(block);
        }
        return matches;
    }

    private long rowOfMatch(Pick view, Pick search, long ordinal) {
        long rows = view.gone();
        long matches = 0;
        for (Block block : blocks) {
            int here = search.count(block);
            if (matches + here > ordinal) {
                int hit = indexes(search, block)[(int) (ordinal - matches)];
                int place = java.util.Arrays.binarySearch(indexes(view, block), hit);
                return rows + Math.max(0, place);
            }
            matches += here;
            rows += view.count(block);
        }
        return -1;
    }

    private int[] indexes(Pick pick, Block block) {
        if (pick.condition().all()) {
            return java.util.stream.IntStream.range(0, block.count).toArray();
        }
        return pick.condition().of(load(block));
    }

    /** The first row that is not earlier; the place behind the last when all are. */
    public long rowAt(Pick pick, long at) {
        lock.lock();
        try {
            long rows = pick.gone();
            for (Block block : blocks) {
                if (block.last >= at && pick.count(block) > 0) {
                    Chunk chunk = load(block);
                    int line = chunk.from(at);
                    int place = java.util.Arrays.binarySearch(indexes(pick, block), line);
                    long row = rows + (place >= 0 ? place : -place - 1);
                    if (row < rows + pick.count(block)) {
                        return row;
                    }
                }
                rows += pick.count(block);
            }
            return rows;
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
                    there.add(block.chunk == null ? Seen.of(block) : Seen.copied(block));
                }
            }
        } finally {
            lock.unlock();
        }
        for (Seen seen : there) {
            Chunk chunk;
            try {
                chunk = read(seen);
            } catch (IllegalStateException gone) {
                continue;
            }
            for (int index : pick.condition().of(chunk)) {
                line.accept(chunk.line(index));
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
            segments.forEach(segment -> segment.file.close());
            segments.clear();
            deflater.end();
        } finally {
            lock.unlock();
        }
    }
}
