package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A label selector in the whole grammar of {@code kubectl -l}: {@code a=b, c==d, e!=f, g in (x,y), h notin (z), i, !j, k>1, l<2}.
 */
public final class Labels implements Predicate<Row> {
    /** Requirements of one selector: filters cost time for every row. */
    private static final int MOST = 64;

    private final List<Term> terms;

    private Labels(List<Term> terms) {
        this.terms = terms;
    }

    /** One requirement on one key. */
    private record Term(String key, String operator, Set<String> values) {
        boolean matches(@Nullable String value) {
            return switch (operator) {
                case "exists" -> value != null;
                case "!" -> value == null;
                case "in" -> value != null && values.contains(value);
                // Kubernetes: an object without the label satisfies != and notin.
                case "notin" -> value == null || !values.contains(value);
                case ">", "<" -> value != null && compares(value);
                default -> throw new IllegalStateException(operator);
            };
        }

        private boolean compares(String value) {
            try {
                long mine = Long.parseLong(value);
                long bound = Long.parseLong(values.iterator().next());
                return operator.equals(">") ? mine > bound : mine < bound;
            } catch (NumberFormatException none) {
                return false;
            }
        }
    }

    /** @throws Problem INVALID with the place where it cannot be read */
    public static Labels parse(String selector) {
        Reader reader = new Reader(selector);
        List<Term> terms = new ArrayList<>();
        reader.space();
        while (!reader.end()) {
            terms.add(reader.term());
            if (terms.size() > MOST) {
                throw reader.bad("there are more than " + MOST + " requirements");
            }
            if (reader.end()) {
                break;
            }
            reader.expect(',');
            reader.space();
            if (reader.end()) {
                throw reader.bad("a key is missing");
            }
        }
        return new Labels(List.copyOf(terms));
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** The same for labels that stand in no row. */
    public boolean test(Map<String, String> labels) {
        for (Term term : terms) {
            if (!term.matches(labels.get(term.key))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean test(Row row) {
        for (Term term : terms) {
            if (!term.matches(row.label(term.key))) {
                return false;
            }
        }
        return true;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean end() {
            return at >= text.length();
        }

        void space() {
            while (!end() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        Problem bad(String why) {
            return new Problem(Problem.Kind.INVALID, "LIVE_SELECTOR_INVALID",
                    "The label selector cannot be read at position " + at + ": " + why + ".",
                    java.util.Map.of("selector", text, "position", at), null);
        }

        void expect(char wanted) {
            if (end() || text.charAt(at) != wanted) {
                throw bad("expected '" + wanted + "'");
            }
            at++;
        }

        private boolean take(String word) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return true;
            }
            return false;
        }

        private String word() {
            int from = at;
            while (!end() && "=!<>(),".indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private String key() {
            String key = word();
            if (!key.matches("([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")) {
                throw bad("'" + key + "' is no label key");
            }
            return key;
        }

        Term term() {
            if (take("!")) {
                space();
                String key = key();
                space();
                return new Term(key, "!", Set.of());
            }
            String key = key();
            space();
            Term term = operator(key);
            space();
            return term;
        }

        private Term operator(String key) {
            if (end() || text.charAt(at) == ',') {
                return new Term(key, "exists", Set.of());
            }
            if (take("==") || take("=")) {
                return new Term(key, "in", Set.of(single()));
            }
            if (take("!=")) {
                return new Term(key, "notin", Set.of(single()));
            }
            if (take(">") || take("<")) {
                String operator = text.substring(at - 1, at);
                String bound = single();
                if (!bound.matches("-?\\d{1,18}")) {
                    throw bad("'" + bound + "' is no number");
                }
                return new Term(key, operator, Set.of(bound));
            }
            String word = word();
            if (!word.equals("in") && !word.equals("notin")) {
                throw bad("'" + word + "' is no operator");
            }
            return new Term(key, word, set());
        }

        private String single() {
            space();
            return value(word());
        }

        private String value(String value) {
            if (!value.matches("([A-Za-z0-9-]([A-Za-z0-9._-]*[A-Za-z0-9])?)?")) {
                throw bad("'" + value + "' is no label value");
            }
            return value;
        }

        private Set<String> set() {
            Set<String> values = new TreeSet<>();
            space();
            expect('(');
            do {
                values.add(single());
                space();
            } while (take(","));
            expect(')');
            return values;
        }
    }
}
