package dev.fresnel.logs.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds lines of a pick by place, by time and by match. Used under the lock of its {@link Lines}. */
final class Places {
    private final List<Block> blocks;

    Places(List<Block> blocks) {
        this.blocks = blocks;
    }

    static Chunk load(Block block) {
        return block.chunk != null ? block.chunk : Seen.of(block).read();
    }

    long size(Pick pick) {
        long sum = 0;
        for (Block block : blocks) {
            sum += pick.count(block);
        }
        return sum;
    }

    /** @param number of the first line that is left */
    List<Lines.Row> rows(Pick pick, long from, int count, long number) {
        var rows = new ArrayList<Lines.Row>();
        long before = pick.gone();
        long first = number;
        for (Block block : blocks) {
            int here = pick.count(block);
            if (here > 0 && before + here > from) {
                collect(pick, block, first, (int) Math.max(0, from - before), count, rows);
            }
            if (rows.size() >= count) {
                break;
            }
            before += here;
            first += block.count;
        }
        return rows;
    }

    private static void collect(Pick pick, Block block, long number, int skip, int most, List<Lines.Row> rows) {
        Chunk chunk = load(block);
        if (pick.condition().all()) {
            for (int i = skip; i < chunk.count() && rows.size() < most; i++) {
                rows.add(new Lines.Row(number + i, chunk.line(i)));
            }
            return;
        }
        int[] hits = pick.condition().of(chunk);
        for (int i = skip; i < hits.length && rows.size() < most; i++) {
            rows.add(new Lines.Row(number + hits[i], chunk.line(hits[i])));
        }
    }

    Lines.Place find(Pick view, Pick search, long from, boolean forward) {
        long matches = size(search);
        if (matches == 0) {
            return Lines.Place.NONE;
        }
        long before = matchesBefore(view, search, from);
        long ordinal = forward ? before % matches : Math.floorMod(before - 1, matches);
        return new Lines.Place(rowOfMatch(view, search, ordinal), ordinal);
    }

    /** Blocks in the order in which whoever goes on from a row comes to them; each once, round at the ends. */
    List<Block> from(Pick view, Lines.Start start) {
        var order = new ArrayList<Block>(blocks.size());
        int first = blockOf(view, start.row()).index();
        for (int step = 0; step < blocks.size(); step++) {
            order.add(blocks.get(Math.floorMod(start.forward() ? first + step : first - step, blocks.size())));
        }
        return order;
    }

    /** Where a row is; behind the last row: behind all of the last block. */
    private Spot blockOf(Pick view, long row) {
        long rows = view.gone();
        for (int i = 0; i < blocks.size(); i++) {
            int here = view.count(blocks.get(i));
            if (rows + here > row) {
                return new Spot(i, Math.max(0, row - rows));
            }
            rows += here;
        }
        return new Spot(Math.max(0, blocks.size() - 1), Long.MAX_VALUE);
    }

    private record Spot(int index, long row) {}

    /**
     * The next match, as soon as all that lies between has been looked at; which of the matches it is cannot be known then.
     *
     * @return empty = not known yet
     */
    Optional<Lines.Place> nearest(Pick view, Pick search, Lines.Start start) {
        if (blocks.isEmpty()) {
            return Optional.of(Lines.Place.NONE);
        }
        Spot spot = blockOf(view, start.row());
        int step = start.forward() ? 1 : -1;
        for (int i = 0; i <= blocks.size(); i++) {
            int index = Math.floorMod(spot.index() + i * step, blocks.size());
            Block block = blocks.get(index);
            if (search.reads(block)) {
                return Optional.empty();
            }
            int hit = search.count(block) == 0 ? -1 : i == 0 ? beside(indexes(search, block), limit(view, block, spot.row()), start.forward()) : edge(indexes(search, block), start.forward());
            if (hit >= 0) {
                return Optional.of(new Lines.Place(rowOf(view, index, hit), -1));
            }
        }
        return Optional.of(Lines.Place.NONE);
    }

    private static int limit(Pick view, Block block, long row) {
        return row == Long.MAX_VALUE ? Integer.MAX_VALUE : indexes(view, block)[(int) row];
    }

    /** The hit next to a line. */
    private static int beside(int[] hits, int limit, boolean forward) {
        int found = Arrays.binarySearch(hits, limit);
        int first = found >= 0 ? found : -found - 1;
        int place = forward ? first : first - 1;
        return place >= 0 && place < hits.length ? hits[place] : -1;
    }

    private static int edge(int[] hits, boolean forward) {
        return hits.length == 0 ? -1 : forward ? hits[0] : hits[hits.length - 1];
    }

    private long rowOf(Pick view, int index, int hit) {
        long rows = view.gone();
        for (int i = 0; i < index; i++) {
            rows += view.count(blocks.get(i));
        }
        return rows + Math.max(0, Arrays.binarySearch(indexes(view, blocks.get(index)), hit));
    }

    /** How many matches are in rows before that one. */
    private long matchesBefore(Pick view, Pick search, long row) {
        long rows = view.gone();
        long matches = 0;
        for (Block block : blocks) {
            int here = view.count(block);
            if (rows + here > row) {
                int limit = indexes(view, block)[(int) Math.max(0, row - rows)];
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
                return rows + Math.max(0, Arrays.binarySearch(indexes(view, block), hit));
            }
            matches += here;
            rows += view.count(block);
        }
        return -1;
    }

    private static int[] indexes(Pick pick, Block block) {
        return pick.condition().all() ? IntStream.range(0, block.count).toArray() : pick.condition().of(load(block));
    }

    long rowAt(Pick pick, long at) {
        long rows = pick.gone();
        for (Block block : blocks) {
            int here = pick.count(block);
            if (block.last >= at && here > 0) {
                int place = Arrays.binarySearch(indexes(pick, block), load(block).from(at));
                long row = rows + (place >= 0 ? place : -place - 1);
                if (row < rows + here) {
                    return row;
                }
            }
            rows += here;
        }
        return rows;
    }
}
