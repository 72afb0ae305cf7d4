package dev.fresnel.live.rows;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Fuzzy;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a page filters by. Words must all be found in what the row shows (times that age and figures aside); states come last, so
 * that counts by state can leave them out. Each part takes time linear in the row's text.
 */
final class Filter {
    private static final int LONGEST = 4096;
    private static final int LONGEST_PATTERN = 256;

    /** Instructions of a regular expression: each costs a step for each character. */
    private static final int LARGEST_PATTERN = 1000;

    private static final int MOST_WORDS = 16;

    private final List<Predicate<String>> words;
    private final Fuzzy name;
    private final Labels labels;
    private final Fields fields;
    private final Set<State> states;
    private final long since;
    private final Shown shown;
    private final String selector;
    private final String source;

    private Filter(
            List<Predicate<String>> words, Fuzzy name, Labels labels, Fields fields, Set<State> states, long since, Shown shown, String selector, String source) {
        this.since = since;
        this.words = words;
        this.name = name;
        this.labels = labels;
        this.fields = fields;
        this.states = states;
        this.shown = shown;
        this.selector = selector;
        this.source = source;
    }

    /**
     * The columns that words are looked for in.
     *
     * @param columns empty = the Table's, those of higher priority only when wide
     */
    record Shown(List<Lens> columns, boolean wide) {}

    /** @throws Problem INVALID */
    static Filter parse(Json filter, String kind, Shown shown, Lenses lenses) {
        String text = limited(filter.get("text").text(), LONGEST).strip();
        Set<State> states = EnumSet.noneOf(State.class);
        for (Json state : filter.get("state").items()) {
            states.add(state(state.text()));
        }
        return new Filter(words(text), Fuzzy.parse(filter.get("name").text()), Labels.parse(limited(filter.get("labels").text(), LONGEST)),
                Fields.parse(limited(filter.get("fields").text(), LONGEST), kind, lenses), states, filter.get("since").number(0), shown, filter.get("labels").text().strip(),
                (filter.present() ? filter.toString() : "") + " " + shown.wide + shown.columns.stream().map(Lens::id).toList());
    }

    private static List<Predicate<String>> words(String text) {
        if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
            return List.of(expression(text.substring(1, text.length() - 1)));
        }
        List<Predicate<String>> words = new ArrayList<>();
        for (String word : text.split("\\s+")) {
            if (!word.isEmpty()) {
                String lower = word.toLowerCase(Locale.ROOT);
                words.add(cell -> contains(cell, lower));
            }
        }
        if (words.size() > MOST_WORDS) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_LONG", "A filter may have at most " + MOST_WORDS + " words.");
        }
        return words;
    }

    private static Predicate<String> expression(String text) {
        limited(text, LONGEST_PATTERN);
        if (Unfoldable.in(text)) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_COSTLY",
                    "The regular expression holds old Cyrillic letters (U+1C80 to U+1C88), maybe within a range: it cannot ignore case.");
        }
        try {
            Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
            if (pattern.programSize() > LARGEST_PATTERN) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_COSTLY", "The regular expression is too large: its repetitions multiply.");
            }
            List<String> literals = Literals.of(text);
            return new Remembered(cell -> (literals.isEmpty() || Literals.held(literals, cell)) && pattern.matcher(cell).find());
        } catch (PatternSyntaxException bad) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_PATTERN_INVALID", "The regular expression cannot be read: " + bad.getMessage() + ".",
                    Map.of("pattern", text), null);
        }
    }

    /** Cells of many rows say the same; names do not, and are not remembered. One thread. */
    private record Remembered(Predicate<String> test, Map<String, Boolean> known) implements Predicate<String> {
        private static final int MOST = 4096;

        Remembered(Predicate<String> test) {
            this(test, new HashMap<>());
        }

        @Override
        public boolean test(String cell) {
            Boolean was = known.get(cell);
            if (was == null) {
                was = test.test(cell);
                if (known.size() < MOST) {
                    known.put(cell, was);
                }
            }
            return was;
        }

        boolean name(String name) {
            return test.test(name);
        }
    }

    private static String limited(String text, int most) {
        if (text.length() > most) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_LONG", "That part of a filter may have at most " + most + " characters.");
        }
        return text;
    }

    private static State state(String word) {
        for (State state : State.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        throw new Problem(Problem.Kind.INVALID, "LIVE_STATE_UNKNOWN", "There is no state '" + word + "'.",
                Map.of("state", word), null);
    }

    /** Equal texts filter alike. */
    String source() {
        return source;
    }

    /** The labels that are looked for, as an API server reads them; {@code ""} = any. */
    String selector() {
        return selector;
    }

    /** Whether an API server can look for all of it. */
    boolean selecting() {
        return words.isEmpty() && name.isEmpty() && fields.isEmpty() && states.isEmpty() && since == 0;
    }

    /** The name that is looked for; empty when none is. */
    Fuzzy name() {
        return name;
    }

    /** Whether each row is searched. */
    boolean costly() {
        return !words.isEmpty() || !name.isEmpty() || !fields.isEmpty();
    }

    /** What must have been read out of rows before they are looked at. */
    List<Extract> extracts() {
        List<Extract> extracts = new ArrayList<>(fields.extracts());
        if (!words.isEmpty()) {
            shown.columns.stream().filter(lens -> !lens.measured()).forEach(lens -> extracts.addAll(lens.extracts()));
        }
        return extracts;
    }

    /** Everything but the states. */
    boolean matches(Row row) {
        if (since > 0 && seen(row) < since) {
            return false;
        }
        for (Predicate<String> word : words) {
            if (!shows(row, word)) {
                return false;
            }
        }
        return (name.isEmpty() || name.score(row.name()) > 0) && labels.test(row) && fields.test(row);
    }

    /** When an Event was seen last; of anything else when it was made. */
    private static long seen(Row row) {
        int column = row.header().index("last-seen");
        long began = column < 0 ? 0 : row.began(column);
        return began == 0 ? row.created() : began;
    }

    boolean wanted(State state) {
        return states.isEmpty() || states.contains(state);
    }

    private boolean shows(Row row, Predicate<String> word) {
        boolean named = word instanceof Remembered expression ? expression.name(row.name()) : word.test(row.name());
        if (named || word.test(row.namespace()) || word.test(row.health().reason())) {
            return true;
        }
        for (Lens lens : shown.columns) {
            if (!lens.measured() && !lens.id().equals("name") && word.test(lens.still(row, Sight.NONE))) {
                return true;
            }
        }
        return shown.columns.isEmpty() && showsInTable(row, word);
    }

    private boolean showsInTable(Row row, Predicate<String> word) {
        List<Column> columns = row.header().columns();
        for (int i = 0; i < columns.size(); i++) {
            String cell = row.still(i);
            if ((shown.wide || columns.get(i).priority() == 0) && !cell.equals(row.name()) && word.test(cell)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text holds the word, which is in lower case. */
    static boolean contains(String text, String word) {
        int last = text.length() - word.length();
        char first = word.charAt(0);
        for (int i = 0; i <= last; i++) {
            if (Character.toLowerCase(text.charAt(i)) == first && text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
