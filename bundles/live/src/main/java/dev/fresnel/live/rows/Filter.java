package dev.fresnel.live.rows;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a page filters by. Words must all be found in what the row shows (times that age aside); states come last, so that
 * counts by state can leave them out.
 */
final class Filter {
    private static final int LONGEST = 4096;
    private static final int MOST_WORDS = 16;

    private final List<String> words;
    private final Labels labels;
    private final Fields fields;
    private final Set<State> states;
    private final boolean wide;
    private final String source;

    private Filter(List<String> words, Labels labels, Fields fields, Set<State> states, boolean wide, String source) {
        this.words = words;
        this.labels = labels;
        this.fields = fields;
        this.states = states;
        this.wide = wide;
        this.source = source;
    }

    /** @throws Problem INVALID */
    static Filter parse(Json filter, String kind, boolean wide) {
        String text = limited(filter.get("text").text());
        String labels = limited(filter.get("labels").text());
        String fields = limited(filter.get("fields").text());
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        if (words.size() > MOST_WORDS) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_LONG", "A filter may have at most " + MOST_WORDS + " words.");
        }
        Set<State> states = EnumSet.noneOf(State.class);
        for (Json state : filter.get("state").items()) {
            states.add(state(state.text()));
        }
        return new Filter(words, Labels.parse(labels), Fields.parse(fields, kind), states, wide,
                filter.present() ? filter + " " + wide : " " + wide);
    }

    private static String limited(String text) {
        if (text.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_LONG", "A filter may have at most " + LONGEST + " characters.");
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

    /** Everything but the states. */
    boolean matches(Row row) {
        for (String word : words) {
            if (!shows(row, word)) {
                return false;
            }
        }
        return labels.test(row) && fields.test(row);
    }

    boolean wanted(State state) {
        return states.isEmpty() || states.contains(state);
    }

    private boolean shows(Row row, String word) {
        if (contains(row.name(), word) || contains(row.namespace(), word) || contains(row.health().reason(), word)) {
            return true;
        }
        List<Column> columns = row.header().columns();
        for (int i = 0; i < columns.size(); i++) {
            if ((wide || columns.get(i).priority() == 0) && contains(row.still(i), word)) {
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
