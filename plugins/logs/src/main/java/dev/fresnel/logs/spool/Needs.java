package dev.fresnel.logs.spool;

import java.util.ArrayList;
import java.util.List;

/**
 * What every text that matches an expression holds: of each group one at least. Reads as much of RE2's syntax as is easy to be sure of;
 * where it is not, it needs nothing.
 */
final class Needs {
    private static final int MOST = 16;

    private final String regex;
    private final boolean exact;
    private int at;

    private Needs(String regex, boolean exact) {
        this.regex = regex;
        this.exact = exact;
    }

    /** @param exact capitals count; else only ASCII is told, in small letters, because other letters have several small ones */
    static List<List<String>> of(String regex, boolean exact) {
        try {
            return List.copyOf(new Needs(regex, exact).alternatives());
        } catch (Unsure unsure) {
            return List.of();
        }
    }

    /** The same of a text as it stands. */
    static List<List<String>> text(String text, boolean exact) {
        var needs = new Needs(text, exact);
        var sequence = new Sequence();
        text.codePoints().forEach(c -> needs.put(sequence, c));
        return sequence.groups();
    }

    /** Something that is not understood. */
    private static final class Unsure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsure() {
            super("", null, false, false);
        }
    }

    /** One after the other: letters that follow each other, then something else. */
    private static final class Sequence {
        private final List<List<String>> groups = new ArrayList<>();
        private final StringBuilder run = new StringBuilder();

        void flush() {
            if (!run.isEmpty()) {
                groups.add(List.of(run.toString()));
                run.setLength(0);
            }
        }

        void dropLast() {
            if (!run.isEmpty()) {
                run.setLength(run.offsetByCodePoints(run.length(), -1));
            }
        }

        List<List<String>> groups() {
            flush();
            return groups;
        }
    }

    private void put(Sequence sequence, int c) {
        if (exact || c < 128) {
            sequence.run.appendCodePoint(exact ? c : Character.toLowerCase(c));
        } else {
            sequence.flush();
        }
    }

    private List<List<String>> alternatives() {
        List<List<String>> first = sequence();
        if (end() || regex.charAt(at) != '|') {
            return first;
        }
        var any = new ArrayList<>(best(first));
        boolean all = !any.isEmpty();
        while (!end() && regex.charAt(at) == '|') {
            at++;
            List<String> other = best(sequence());
            all &= !other.isEmpty();
            any.addAll(other);
        }
        return all && any.size() <= MOST ? List.of(List.copyOf(any)) : List.of();
    }

    /** The group that says most. */
    private static List<String> best(List<List<String>> groups) {
        List<String> best = List.of();
        for (List<String> group : groups) {
            if (best.isEmpty() || shortest(group) > shortest(best)) {
                best = group;
            }
        }
        return best;
    }

    static int shortest(List<String> group) {
        return group.stream().mapToInt(String::length).min().orElse(0);
    }

    private boolean end() {
        return at >= regex.length();
    }

    private List<List<String>> sequence() {
        var sequence = new Sequence();
        while (!end() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            int c = regex.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case '(' -> group(sequence);
                case '[' -> {
                    sequence.flush();
                    skipClass();
                }
                case '\\' -> escape(sequence);
                case '.', '^', '$', '+' -> sequence.flush();
                case '?', '*' -> optional(sequence);
                case '{' -> counted(sequence);
                default -> put(sequence, c);
            }
        }
        return sequence.groups();
    }

    private void optional(Sequence sequence) {
        sequence.dropLast();
        sequence.flush();
    }

    /** {@code a{0,3}} may be none of it, and so may what is no count at all be read otherwise than thought. */
    private void counted(Sequence sequence) {
        optional(sequence);
        int close = regex.indexOf('}', at);
        if (close < 0) {
            throw new Unsure();
        }
        at = close + 1;
    }

    private void group(Sequence sequence) {
        sequence.flush();
        if (regex.startsWith("?:", at)) {
            at += 2;
        } else if (regex.startsWith("?P<", at) || regex.startsWith("?<", at)) {
            at = regex.indexOf('>', at) + 1;
        } else if (regex.startsWith("?", at)) {
            throw new Unsure(); // flags
        }
        List<List<String>> inner = alternatives();
        if (end() || regex.charAt(at) != ')') {
            throw new Unsure();
        }
        at++;
        boolean sure = end() || "?*{".indexOf(regex.charAt(at)) < 0;
        if (sure) {
            sequence.groups.addAll(inner);
        }
    }

    private void escape(Sequence sequence) {
        if (end()) {
            throw new Unsure();
        }
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        if (c == 'Q' || c == 'p' || c == 'P' || c == 'x' || c == 'C' || c >= '0' && c <= '9') {
            throw new Unsure();
        }
        if (Character.isLetter(c)) {
            sequence.flush(); // a class, a place, or a control character
        } else {
            put(sequence, c);
        }
    }

    private void skipClass() {
        int i = at;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++; // stands for itself here
        }
        for (; i < regex.length() && regex.charAt(i) != ']'; i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.startsWith("[:", i)) {
                i = Math.max(i, regex.indexOf(":]", i) + 1);
            }
        }
        at = i + 1;
    }
}
