package dev.fresnel.spi.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition: terms, {@code !}, {@code &&}, {@code ||}, parentheses. The page's {@code when.ts} reads the same language; cases for both stand in {@code when-cases.json}. */
public sealed interface When {
    /** Whether it holds, given which terms do. */
    boolean test(Predicate<Term> holds);

    /** Holds always. */
    record Always() implements When {
        @Override
        public boolean test(Predicate<Term> holds) {
            return true;
        }
    }

    /** One question about cluster and user. */
    sealed interface Term extends When {
        @Override
        default boolean test(Predicate<Term> holds) {
            return holds.test(this);
        }
    }

    /**
     * Whether the cluster serves a kind: {@code kind:apps/Deployment@v1|v1beta1}.
     *
     * @param versions any of these; empty = any
     */
    record Served(String group, String kind, List<String> versions) implements Term {}

    /** Whether the user may: {@code can:list:nodepools.karpenter.sh}. */
    record Can(String verb, String resource) implements Term {}

    /** The other way round. */
    record Not(When of) implements When {
        @Override
        public boolean test(Predicate<Term> holds) {
            return !of.test(holds);
        }
    }

    /** Each of them. */
    record All(List<When> of) implements When {
        @Override
        public boolean test(Predicate<Term> holds) {
            return of.stream().allMatch(one -> one.test(holds));
        }
    }

    /** One of them at least. */
    record Any(List<When> of) implements When {
        @Override
        public boolean test(Predicate<Term> holds) {
            return of.stream().anyMatch(one -> one.test(holds));
        }
    }

    /** All questions that it asks. */
    default List<Term> terms() {
        var terms = new ArrayList<Term>();
        collect(this, terms);
        return terms;
    }

    private static void collect(When when, List<Term> terms) {
        switch (when) {
            case Always always -> { /* asks nothing */ }
            case Term term -> terms.add(term);
            case Not not -> collect(not.of(), terms);
            case All all -> all.of().forEach(one -> collect(one, terms));
            case Any any -> any.of().forEach(one -> collect(one, terms));
        }
    }

    /** @throws IllegalArgumentException saying where it cannot be read */
    static When parse(String text) {
        if (text.isBlank()) {
            return new Always();
        }
        var reader = new Reader(text);
        When whole = reader.any();
        if (!reader.word().isEmpty()) {
            throw reader.wrong("more than one condition");
        }
        return whole;
    }

    /** Reads from left to right. */
    final class Reader {
        private static final Pattern WORD = Pattern.compile("\\s*(&&|\\|\\||!|\\(|\\)|[a-z]+:[A-Za-z0-9.:/@_*-]+(?:\\|(?!\\|)[A-Za-z0-9]+)*)");
        private static final Pattern KIND = Pattern.compile("kind:(?:([a-z0-9.-]+)/)?([A-Z][A-Za-z0-9]*)(?:@([a-z0-9]+(?:\\|[a-z0-9]+)*))?");
        private static final Pattern CAN = Pattern.compile("can:([a-z]+|\\*):([a-z0-9-]+(?:\\.[a-z0-9.-]+)?(?:/[a-z]+)?)");

        private final String text;
        private final Matcher words;
        private int at;
        private String word = "";

        private Reader(String text) {
            this.text = text;
            this.words = WORD.matcher(text);
            next();
        }

        private String word() {
            return word;
        }

        private void next() {
            if (text.substring(at).isBlank()) {
                word = "";
                return;
            }
            words.region(at, text.length());
            if (!words.lookingAt()) {
                throw wrong("no condition");
            }
            word = words.group(1);
            at = words.end();
        }

        private boolean take(String wanted) {
            boolean there = word.equals(wanted);
            if (there) {
                next();
            }
            return there;
        }

        private When any() {
            var of = new ArrayList<When>(List.of(all()));
            while (take("||")) {
                of.add(all());
            }
            return of.size() == 1 ? of.getFirst() : new Any(List.copyOf(of));
        }

        private When all() {
            var of = new ArrayList<When>(List.of(one()));
            while (take("&&")) {
                of.add(one());
            }
            return of.size() == 1 ? of.getFirst() : new All(List.copyOf(of));
        }

        private When one() {
            if (take("!")) {
                return new Not(one());
            }
            if (take("(")) {
                When inside = any();
                if (!take(")")) {
                    throw wrong("no )");
                }
                return inside;
            }
            String term = word;
            When found = term(term);
            next();
            return found;
        }

        private When term(String term) {
            Matcher kind = KIND.matcher(term);
            if (kind.matches()) {
                String group = kind.group(1) == null ? "" : kind.group(1);
                return new Served(group, kind.group(2), kind.group(3) == null ? List.of() : List.of(kind.group(3).split("\\|")));
            }
            Matcher can = CAN.matcher(term);
            if (can.matches()) {
                return new Can(can.group(1), can.group(2));
            }
            throw wrong("no term such as kind:apps/Deployment or can:list:pods");
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(what + " at character " + Math.max(0, at - word.length()) + " of \"" + text + "\"");
        }
    }
}
