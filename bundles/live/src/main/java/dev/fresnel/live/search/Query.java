package dev.fresnel.live.search;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Fuzzy;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of a search, each of which must be found in an object's name, namespace, labels or kind. */
final class Query {
    private static final int LONGEST = 256;
    private static final int MOST_WORDS = 8;

    /** Letters apart from each other mean something only when there are some. */
    private static final int SCATTERED = 3;

    /** A worse fit of a name than this is one of letters apart. */
    private static final int TOGETHER = 600;

    private final String text;
    private final List<Word> words = new ArrayList<>();

    private record Word(String lower, Fuzzy name) {}

    /** @throws Problem INVALID */
    Query(String text) {
        this.text = text.strip();
        if (this.text.isEmpty() || this.text.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "SEARCH_INVALID", "A search needs words of at most " + LONGEST + " characters together.");
        }
        for (String word : this.text.split("\\s+")) {
            words.add(new Word(word.toLowerCase(Locale.ROOT), Fuzzy.parse(word)));
        }
        if (words.size() > MOST_WORDS) {
            throw new Problem(Problem.Kind.INVALID, "SEARCH_INVALID", "A search may have at most " + MOST_WORDS + " words.");
        }
    }

    String text() {
        return text;
    }

    /**
     * How an object fits.
     *
     * @param score more is better
     * @param why what the best word was found in
     */
    record Fit(int score, String why) {}

    /** What does not depend on the object: for each word how well it names the kind. */
    int[] kind(ServedKind served) {
        int[] fits = new int[words.size()];
        for (int i = 0; i < fits.length; i++) {
            String word = words.get(i).lower;
            boolean named = word.equals(served.kind().resource()) || word.equals(served.kind().kind().toLowerCase(Locale.ROOT))
                    || word.equals(served.kind().id()) || served.shortNames().contains(word);
            fits[i] = named ? 400 : 0;
        }
        return fits;
    }

    /** @return null when a word is not found */
    @Nullable Fit fit(Row row, int[] kind) {
        int sum = 0;
        int best = 0;
        String why = "name";
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            int score = word.name.score(row.name());
            score = score < TOGETHER && word.lower.length() < SCATTERED ? 0 : score;
            String found = "name";
            if (kind[i] > score) {
                score = kind[i];
                found = "kind";
            }
            if (score < TOGETHER) {
                int namespace = namespace(row.namespace(), word.lower);
                if (namespace > score) {
                    score = namespace;
                    found = "namespace";
                }
                int label = label(row.labels(), word.lower);
                if (label > score) {
                    score = label;
                    found = "label";
                }
            }
            if (score == 0) {
                return null;
            }
            sum += score;
            if (score > best) {
                best = score;
                why = found;
            }
        }
        return new Fit(sum / words.size(), why);
    }

    private static int namespace(String namespace, String word) {
        if (namespace.equals(word)) {
            return 500;
        }
        return namespace.startsWith(word) ? 350 : namespace.contains(word) ? 250 : 0;
    }

    /** Of {@code key=value} the whole, the value, or either's beginning. */
    private static int label(List<String> labels, String word) {
        int equal = word.indexOf('=');
        int best = 0;
        for (int i = 0; i < labels.size(); i += 2) {
            String key = labels.get(i);
            String value = labels.get(i + 1);
            if (equal > 0) {
                boolean same = key.length() == equal && key.regionMatches(true, 0, word, 0, equal)
                        && value.length() == word.length() - equal - 1 && value.regionMatches(true, 0, word, equal + 1, value.length());
                best = same ? 550 : best;
            } else if (value.equalsIgnoreCase(word)) {
                best = Math.max(best, 450);
            } else if (value.regionMatches(true, 0, word, 0, word.length()) || key.equalsIgnoreCase(word)) {
                best = Math.max(best, 200);
            }
        }
        return best;
    }

    /** Where in the name, for the page to mark. */
    List<int[]> marks(String name) {
        List<int[]> marks = new ArrayList<>();
        for (Word word : words) {
            int score = word.name.score(name);
            if (score >= TOGETHER || score > 0 && word.lower.length() >= SCATTERED) {
                marks.addAll(word.name.marks(name));
            }
        }
        return marks;
    }
}
