package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Fuzzy;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.column.Value;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A total order of rows: {@code -status,name}, then as the API server lists. */
final class Ordering {
    private static final int MOST = 6;

    private final List<Term> terms;
    private final String source;

    private Ordering(List<Term> terms, String source) {
        this.terms = terms;
        this.source = source;
    }

    private record Term(Lens lens, boolean descending) {
        int compare(Value a, Value b) {
            boolean noA = a == Value.NONE;
            boolean noB = b == Value.NONE;
            if (noA || noB) {
                return Boolean.compare(noA, noB);
            }
            return descending ? b.compare(a) : a.compare(b);
        }

        boolean plainly(String column) {
            return !descending && lens.id().equals(column);
        }
    }

    /** How well the name fits; best first. */
    private record Rank(Fuzzy name) implements Lens {
        @Override
        public String id() {
            return "rank";
        }

        @Override
        public String text(Row row, Sight sight, long now) {
            return "";
        }

        @Override
        public Value value(Row row, Sight sight) {
            return Value.number(-name.score(row.name()));
        }
    }

    /**
     * @param name what {@code rank} means, and the order when none is asked for
     * @throws Problem INVALID
     */
    static Ordering parse(String sort, Lenses lenses, Fuzzy name) {
        List<Term> terms = new ArrayList<>();
        List<String> parts = sort.isBlank() ? List.of(name.isEmpty() ? "namespace" : "rank", "name") : split(sort);
        for (String part : parts) {
            String column = part.strip();
            boolean descending = column.startsWith("-");
            column = descending ? column.substring(1) : column;
            if (terms.size() == MOST) {
                throw invalid(sort);
            }
            try {
                terms.add(new Term(column.equals("rank") ? new Rank(name) : lenses.of(column), descending));
            } catch (Problem unknown) {
                throw unknown.code().equals("LIVE_COLUMN_UNKNOWN") ? invalid(sort) : unknown;
            }
        }
        return new Ordering(List.copyOf(terms), sort + (name.isEmpty() ? "" : " " + name));
    }

    private static Problem invalid(String sort) {
        return new Problem(Problem.Kind.INVALID, "LIVE_SORT_INVALID", "Rows cannot be sorted by '" + sort + "'.", Map.of("sort", sort), null);
    }

    /** At commas outside of brackets and quotes. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (depth > 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '[' || c == ']') {
                depth += c == '[' ? 1 : -1;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    String source() {
        return source;
    }

    /** What must have been read out of rows before they are ordered. */
    List<Extract> extracts() {
        return terms.stream().filter(term -> !term.lens.measured()).flatMap(term -> term.lens.extracts().stream()).toList();
    }

    /** Whether figures decide. */
    boolean measured() {
        return terms.stream().anyMatch(term -> term.lens.measured());
    }

    /** A row with its values computed once. */
    private record Keyed(Row row, Value[] values) {}

    private Keyed keyed(Row row, Sight sight) {
        return keyed(row, sight, 0);
    }

    /** @param from the first column that still counts */
    private Keyed keyed(Row row, Sight sight, int from) {
        Value[] values = new Value[terms.size() - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = terms.get(from + i).lens.value(row, sight);
        }
        return new Keyed(row, values);
    }

    private int compare(Keyed a, Keyed b) {
        return compare(a, b, 0);
    }

    private int compare(Keyed a, Keyed b, int from) {
        for (int i = 0; i < a.values.length; i++) {
            int c = terms.get(from + i).compare(a.values[i], b.values[i]);
            if (c != 0) {
                return c;
            }
        }
        return Row.LISTED.compare(a.row, b.row);
    }

    /** Where that row is, or as {@link Arrays#binarySearch} says where it belongs. */
    int find(Row[] order, int size, Row row, Sight sight) {
        Keyed wanted = keyed(row, sight);
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int c = compare(keyed(order[middle], sight), wanted);
            if (c == 0) {
                return middle;
            }
            low = c < 0 ? middle + 1 : low;
            high = c > 0 ? middle - 1 : high;
        }
        return -1 - low;
    }

    /** Whether rows that come as the API server lists them are in this order already. */
    boolean listed() {
        return terms.size() == 2 && terms.getFirst().plainly("namespace") && terms.getLast().plainly("name");
    }

    /** All of them in order, in a new array. */
    Row[] sort(List<Row> rows, boolean listedAlready, Sight sight) {
        Row[] out = rows.toArray(new Row[0]);
        if (!listedAlready) {
            Arrays.sort(out, Row.LISTED);
        }
        if (listed()) {
            return out;
        }
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, out.length));
        if (bits * (terms.size() + 1) > 63) {
            return byComparing(out, sight, 0);
        }
        // Rank by each column, then the place in the list: numbers that are sorted without looking at a row again.
        long[] keys = new long[out.length];
        int ranked = 0;
        for (int[] ranks; ranked < terms.size() && (ranks = ranks(terms.get(ranked), out, sight)) != null; ranked++) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = keys[i] << bits | ranks[i];
            }
        }
        for (int i = 0; i < keys.length; i++) {
            keys[i] = keys[i] << bits | i;
        }
        Arrays.sort(keys);
        long mask = (1L << bits) - 1;
        Row[] sorted = new Row[out.length];
        Arrays.setAll(sorted, i -> out[(int) (keys[i] & mask)]);
        if (ranked < terms.size()) {
            equals(keys, bits, sorted, sight, ranked);
        }
        return sorted;
    }

    /** Orders the rows that the ranks left equal. */
    private void equals(long[] keys, int bits, Row[] sorted, Sight sight, int ranked) {
        for (int from = 0; from < keys.length; ) {
            int to = from + 1;
            while (to < keys.length && keys[to] >> bits == keys[from] >> bits) {
                to++;
            }
            if (to - from > 1) {
                Row[] part = byComparing(Arrays.copyOfRange(sorted, from, to), sight, ranked);
                System.arraycopy(part, 0, sorted, from, part.length);
            }
            from = to;
        }
    }

    /** Equal values have equal ranks; null when nearly each row has a value of its own, as names are. */
    private static int @Nullable [] ranks(Term term, Row[] rows, Sight sight) {
        Map<Value, Integer> places = new HashMap<>();
        List<Value> values = new ArrayList<>();
        int[] place = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            Value value = term.lens.value(rows[i], sight);
            Integer known = places.putIfAbsent(value, values.size());
            place[i] = known == null ? values.size() : known;
            if (known == null) {
                values.add(value);
                if (values.size() > 64 + rows.length / 8) {
                    return null;
                }
            }
        }
        Integer[] order = new Integer[values.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> term.compare(values.get(a), values.get(b)));
        int[] rank = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            rank[order[i]] = i;
        }
        for (int i = 0; i < place.length; i++) {
            place[i] = rank[place[i]];
        }
        return place;
    }

    private Row[] byComparing(Row[] rows, Sight sight, int from) {
        Keyed[] keyed = new Keyed[rows.length];
        Arrays.setAll(keyed, i -> keyed(rows[i], sight, from));
        Arrays.sort(keyed, (a, b) -> compare(a, b, from));
        Row[] out = new Row[rows.length];
        Arrays.setAll(out, i -> keyed[i].row);
        return out;
    }

    /** Whether the first column alone says so: of most rows nothing else needs to be known. */
    private boolean after(Row row, Keyed other, Sight sight) {
        Term first = terms.getFirst();
        return first.compare(first.lens.value(row, sight), other.values[0]) > 0;
    }

    /** The first {@code count} in order, without sorting the others: a bounded heap. */
    List<Row> first(List<Row> rows, int count, Sight sight) {
        if (count == 0) {
            return List.of();
        }
        PriorityQueue<Keyed> worst = new PriorityQueue<>(count + 1, (a, b) -> compare(b, a));
        for (Row row : rows) {
            if (worst.size() == count && after(row, worst.element(), sight)) {
                continue;
            }
            Keyed keyed = keyed(row, sight);
            if (worst.size() < count) {
                worst.add(keyed);
            } else if (compare(keyed, worst.element()) < 0) {
                worst.poll();
                worst.add(keyed);
            }
        }
        List<Row> out = new ArrayList<>(worst.size());
        while (!worst.isEmpty()) {
            out.add(worst.remove().row);
        }
        Collections.reverse(out);
        return out;
    }
}
