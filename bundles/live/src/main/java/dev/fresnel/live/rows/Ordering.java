package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** A total order of rows: {@code -status,name}, then as the API server lists. */
final class Ordering implements Comparator<Row> {
    private final List<Term> terms;
    private final String source;

    private Ordering(List<Term> terms, String source) {
        this.terms = terms;
        this.source = source;
    }

    private record Term(String column, boolean descending) {
        int compare(Value a, Value b) {
            boolean noA = a == Value.NONE;
            boolean noB = b == Value.NONE;
            if (noA || noB) {
                return Boolean.compare(noA, noB);
            }
            return descending ? b.compare(a) : a.compare(b);
        }
    }

    /** @throws Problem INVALID */
    static Ordering parse(String sort) {
        List<Term> terms = new ArrayList<>();
        for (String part : sort.isBlank() ? new String[] {"namespace", "name"} : sort.split(",")) {
            String column = part.strip();
            boolean descending = column.startsWith("-");
            column = descending ? column.substring(1) : column;
            if (!column.matches("[a-z0-9][a-z0-9-]{0,80}") || terms.size() == 6) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_SORT_INVALID", "Rows cannot be sorted by '" + sort + "'.",
                        Map.of("sort", sort), null);
            }
            terms.add(new Term(column, descending));
        }
        return new Ordering(List.copyOf(terms), sort);
    }

    String source() {
        return source;
    }

    @Override
    public int compare(Row a, Row b) {
        for (Term term : terms) {
            int c = term.compare(Value.of(a, term.column), Value.of(b, term.column));
            if (c != 0) {
                return c;
            }
        }
        return Row.LISTED.compare(a, b);
    }

    /** A row with its values computed once. */
    private record Keyed(Row row, Value[] values) {}

    private Keyed keyed(Row row) {
        Value[] values = new Value[terms.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Value.of(row, terms.get(i).column);
        }
        return new Keyed(row, values);
    }

    private int compare(Keyed a, Keyed b) {
        for (int i = 0; i < a.values.length; i++) {
            int c = terms.get(i).compare(a.values[i], b.values[i]);
            if (c != 0) {
                return c;
            }
        }
        return Row.LISTED.compare(a.row, b.row);
    }

    /** Whether rows that come as the API server lists them are in this order already. */
    boolean listed() {
        return terms.size() == 2
                && terms.getFirst().equals(new Term("namespace", false))
                && terms.getLast().equals(new Term("name", false));
    }

    /** All of them in order, in a new array. */
    Row[] sort(List<Row> rows, boolean listedAlready) {
        Row[] out = rows.toArray(new Row[0]);
        if (listedAlready && listed()) {
            return out;
        }
        Keyed[] keyed = new Keyed[out.length];
        Arrays.setAll(keyed, i -> keyed(out[i]));
        Arrays.sort(keyed, this::compare);
        Arrays.setAll(out, i -> keyed[i].row);
        return out;
    }

    /** The first {@code count} in order, without sorting the others: a bounded heap. */
    List<Row> first(List<Row> rows, int count) {
        if (count == 0) {
            return List.of();
        }
        PriorityQueue<Keyed> worst = new PriorityQueue<>(count + 1, (a, b) -> compare(b, a));
        for (Row row : rows) {
            Keyed keyed = keyed(row);
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
