package dev.fresnel.logs.spool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks over lines with an {@link Expression}, one step for each byte. Its states are made when they are first needed; one that has too
 * many says of each line that it may match. May be used by several threads.
 */
final class Automaton {
    private static final int PLACES = 2_000;
    private static final int STATES = 1_500;
    private static final int UNKNOWN = -1;
    private static final int MATCH = -2;
    /** there are too many states: nobody knows */
    private static final int PERHAPS = -3;

    private final Expression.Read read;
    private final List<Place> places = new ArrayList<>();
    private final short[] kinds = new short[256];
    private final int width;
    /** by state times width plus kind of byte */
    private final int[] next;
    private final BitSet begin;
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final List<BitSet> states = new ArrayList<>();

    /** Goes on with {@code then} after a byte of the set; without a set at once. The first place is the match. */
    private record Place(Optional<ByteSet> set, int[] then) {}

    private Automaton(Expression.Read read) {
        this.read = read;
        places.add(new Place(Optional.empty(), new int[0]));
        int first = compile(read.part(), 0);
        width = sort();
        next = new int[width * STATES];
        Arrays.fill(next, UNKNOWN);
        begin = closure(first);
        state(begin);
    }

    /** Absent when the expression holds what cannot be followed. */
    static Optional<Automaton> of(String regex, boolean exact) {
        try {
            var made = new Automaton(Expression.of(regex, exact));
            return made.begin.get(0) ? Optional.empty() : Optional.of(made); // nothing at all matches: each line does
        } catch (Expression.Unsure unsure) {
            return Optional.empty();
        }
    }

    private int place(Optional<ByteSet> set, int... then) {
        if (places.size() >= PLACES) {
            throw new Expression.Unsure();
        }
        places.add(new Place(set, then));
        return places.size() - 1;
    }

    /** @return where it begins */
    private int compile(Expression.Part part, int then) {
        return switch (part) {
            case Expression.Bytes(ByteSet set) -> place(Optional.of(set), then);
            case Expression.Edge edge -> then;
            case Expression.Choice(List<Expression.Part> parts) -> place(Optional.empty(), parts.stream().mapToInt(one -> compile(one, then)).toArray());
            case Expression.Sequence(List<Expression.Part> parts) -> {
                int from = then;
                for (Expression.Part one : parts.reversed()) {
                    from = compile(one, from);
                }
                yield from;
            }
            case Expression.Repeat repeat -> compile(repeat, then);
        };
    }

    private int compile(Expression.Repeat repeat, int then) {
        int from = then;
        if (repeat.most() < 0) {
            int[] loop = {0, then};
            from = place(Optional.empty(), loop);
            loop[0] = compile(repeat.part(), from);
        }
        for (int i = repeat.least(); i < repeat.most(); i++) {
            from = place(Optional.empty(), compile(repeat.part(), from), then);
        }
        for (int i = 0; i < repeat.least(); i++) {
            from = compile(repeat.part(), from);
        }
        return from;
    }

    /** Bytes that are in the same sets are of one kind. @return how many kinds there are */
    private int sort() {
        Map<BitSet, Integer> found = new LinkedHashMap<>();
        for (int value = 0; value < 256; value++) {
            var sets = new BitSet();
            for (int i = 0; i < places.size(); i++) {
                sets.set(i, has(i, value));
            }
            kinds[value] = (short) (int) found.computeIfAbsent(sets, any -> found.size());
        }
        return found.size();
    }

    private boolean has(int place, int value) {
        return places.get(place).set().map(set -> set.has(value)).orElse(false);
    }

    private BitSet closure(int from) {
        var reached = new BitSet();
        close(from, reached);
        return reached;
    }

    private void close(int from, BitSet reached) {
        if (reached.get(from)) {
            return;
        }
        reached.set(from);
        if (places.get(from).set().isEmpty()) {
            for (int then : places.get(from).then()) {
                close(then, reached);
            }
        }
    }

    /** @return its place in the table */
    private int state(BitSet reached) {
        Integer known = numbers.get(reached);
        if (known != null) {
            return known;
        }
        if (states.size() == STATES) {
            return PERHAPS;
        }
        int number = states.size() * width;
        states.add(reached);
        numbers.put(reached, number);
        return number;
    }

    private synchronized int learn(int state, int value) {
        var reached = new BitSet();
        BitSet now = states.get(state / width);
        for (int place = now.nextSetBit(0); place >= 0; place = now.nextSetBit(place + 1)) {
            if (has(place, value)) {
                close(places.get(place).then()[0], reached);
            }
        }
        if (!read.fromBegin()) {
            reached.or(begin);
        }
        int then = reached.get(0) && !read.toEnd() ? MATCH : state(reached);
        next[state + kinds[value]] = then;
        return then;
    }

    /** Whether it is a match if the line ends there. */
    private synchronized boolean last(int state) {
        return states.get(state / width).get(0);
    }

    /** @return 0 = no match, above 0 = a match, below = there may be one */
    int walk(byte[] bytes, int from, int to) {
        int[] table = next;
        short[] kind = kinds;
        int state = 0;
        int seen = 0;
        for (int i = from; i < to; i++) {
            int value = bytes[i];
            seen |= value;
            int then = table[state + kind[value & 0xff]];
            if (then < 0) {
                then = then == UNKNOWN ? learn(state, value & 0xff) : then;
                if (then < 0) {
                    return then == MATCH ? sure(seen) : -1;
                }
            }
            state = then;
        }
        return read.toEnd() && last(state) ? sure(seen) : 0;
    }

    private int sure(int seen) {
        return read.precise() && seen >= 0 ? 1 : -1;
    }
}
