package dev.fresnel.logs.spool;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Text that lines are searched for: as it stands, or a regular expression (RE2: linear time). What every match must hold is looked for
 * first, at the speed of memory, or else an automaton leaves out what cannot match; the expression judges what is left.
 */
public final class Words {
    private static final int LONGEST = 1000;
    /** First those that leave least: few, and long. */
    private static final Comparator<List<String>> KEENEST = Comparator.<List<String>>comparingInt(group -> group.size() == 1 ? 0 : group.size())
            .thenComparingInt(group -> -Needs.shortest(group));

    private final boolean exact;
    private final Pattern pattern;
    /** each byte a character, as {@link #folded} makes lines */
    private final List<List<String>> needs;
    private final boolean literal;
    private final @Nullable Automaton automaton;

    private Words(boolean exact, Pattern pattern, List<List<String>> needs, boolean literal, @Nullable Automaton automaton) {
        this.exact = exact;
        this.pattern = pattern;
        this.needs = needs;
        this.literal = literal;
        this.automaton = automaton;
    }

    /**
     * @param exact capitals count
     * @throws Problem INVALID when it is no regular expression
     */
    public static Words of(String text, boolean regex, boolean exact) {
        if (text.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SEARCH_LONG", "A search has at most " + LONGEST + " characters.");
        }
        if (!exact && Unfoldable.in(regex ? text : Pattern.quote(text))) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SEARCH_SYNTAX",
                    "Old Cyrillic letters (U+1C80 to U+1C88), alone or within a range, can only be searched for where capitals count.", Map.of("detail", "U+1C80"), null);
        }
        try {
            Pattern pattern = Pattern.compile(regex ? text : Pattern.quote(text), exact ? 0 : Pattern.CASE_INSENSITIVE);
            List<List<String>> needs = regex ? Needs.of(text, exact) : Needs.text(text, exact);
            boolean whole = !regex && (exact || text.chars().allMatch(c -> c < 128));
            Automaton automaton = regex ? Automaton.of(text, exact).orElse(null) : null;
            return new Words(exact, pattern, needs.stream().map(Words::latin).sorted(KEENEST).toList(), whole, automaton);
        } catch (PatternSyntaxException e) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SEARCH_SYNTAX", "This is no regular expression: " + e.getDescription() + ".", Map.of("detail", e.getDescription()), e);
        }
    }

    private static List<String> latin(List<String> group) {
        return group.stream().map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)).toList();
    }

    /** Whether any of a chunk's lines may hold it. */
    boolean may(Grams grams) {
        return needs.stream().allMatch(group -> group.stream().anyMatch(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return grams.may(Fold.lower(bytes, bytes.length));
        }));
    }

    /** Whether one line holds it. */
    boolean in(byte[] text) {
        String folded = folded(text, text.length);
        return held(folded, 0, folded.length(), 0) && (literal || pattern.matcher(text).find());
    }

    private boolean held(String folded, int from, int to, int first) {
        for (int i = first; i < needs.size(); i++) {
            boolean one = false;
            for (String text : needs.get(i)) {
                one |= folded.indexOf(text, from, to) >= 0;
            }
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Tells each line that holds it, in order. */
    void lines(Chunk.Text text, IntConsumer each) {
        Matcher matcher = pattern.matcher("");
        IntPredicate judge = line -> matcher.reset(text.of(line)).find();
        if (needs.isEmpty()) {
            each(text, judge, each);
            return;
        }
        String all = folded(text.bytes(), text.length());
        var hits = new Hits(all, needs.getFirst());
        int line = 0;
        for (int at = hits.from(0); at >= 0; ) {
            while (text.ends()[line] < at) {
                line++;
            }
            int end = text.ends()[line];
            if (held(all, text.begin(line), end, 1) && (literal || matches(text, line, judge))) {
                each.accept(line);
            }
            at = end + 1 < text.length() ? hits.from(end + 1) : -1;
        }
    }

    private void each(Chunk.Text text, IntPredicate judge, IntConsumer each) {
        for (int line = 0; line < text.count(); line++) {
            if (matches(text, line, judge)) {
                each.accept(line);
            }
        }
    }

    private boolean matches(Chunk.Text text, int line, IntPredicate judge) {
        int known = automaton == null ? -1 : automaton.walk(text.bytes(), text.begin(line), text.ends()[line]);
        return known > 0 || known < 0 && judge.test(line);
    }

    /** The next of several texts. */
    private static final class Hits {
        private final String all;
        private final List<String> texts;
        private final int[] next;

        Hits(String all, List<String> texts) {
            this.all = all;
            this.texts = texts;
            this.next = new int[texts.size()];
            java.util.Arrays.fill(next, -1);
        }

        /** -1 = none. */
        int from(int from) {
            int first = Integer.MAX_VALUE;
            for (int i = 0; i < next.length; i++) {
                if (next[i] < from) {
                    int found = all.indexOf(texts.get(i), from);
                    next[i] = found < 0 ? Integer.MAX_VALUE : found;
                }
                first = Math.min(first, next[i]);
            }
            return first == Integer.MAX_VALUE ? -1 : first;
        }
    }

    private String folded(byte[] text, int length) {
        return exact ? new String(text, 0, length, StandardCharsets.ISO_8859_1) : new String(Fold.lower(text, length), StandardCharsets.ISO_8859_1);
    }

    /** Where in a text it is: begin and end, at most so many. */
    public List<int[]> ranges(String shown, int most) {
        var found = new ArrayList<int[]>();
        Matcher matcher = pattern.matcher(shown);
        while (found.size() < most && matcher.find()) {
            if (matcher.end() > matcher.start()) {
                found.add(new int[] {matcher.start(), matcher.end()});
            }
        }
        return found;
    }
}
