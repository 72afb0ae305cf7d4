package dev.fresnel.live.rows;

import java.util.ArrayList;
import java.util.List;

/** Texts of which whatever matches a regular expression must hold one, so that most cells need not be matched at all. */
final class Literals {
    private static final int SHORTEST = 2;

    private final String pattern;
    private final List<String> found = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private String best = "";
    private boolean all = true;

    private Literals(String pattern) {
        this.pattern = pattern;
    }

    /** One for each alternative, in lower case; empty when an alternative needs none, or that is not known. */
    static List<String> of(String pattern) {
        if (pattern.contains("\\Q") || pattern.contains("(?")) {
            return List.of();
        }
        Literals literals = new Literals(pattern);
        literals.read();
        return literals.all ? List.copyOf(literals.found) : List.of();
    }

    /** Whether a cell holds one of them. */
    static boolean held(List<String> literals, String cell) {
        for (String literal : literals) {
            if (Filter.contains(cell, literal)) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '\\' -> {
                    end();
                    i++;
                }
                case '(' -> {
                    end();
                    i = group(i);
                }
                case '[' -> {
                    end();
                    i = set(i);
                }
                case '*', '?', '{' -> {
                    run.setLength(Math.max(0, run.length() - 1)); // the character before need not be there
                    end();
                    i = c == '{' ? Math.max(i, pattern.indexOf('}', i)) : i;
                }
                case '|' -> alternative();
                case '.', '^', '$', '+' -> end();
                default -> character(c);
            }
        }
        alternative();
    }

    /** Other letters are the same as k and s where case is ignored: the Kelvin sign and the long s. */
    private void character(char c) {
        char lower = Character.toLowerCase(c);
        if (c >= 128 || lower == 'k' || lower == 's') {
            end();
        } else {
            run.append(lower);
        }
    }

    private void end() {
        best = run.length() > best.length() ? run.toString() : best;
        run.setLength(0);
    }

    private void alternative() {
        end();
        all &= best.length() >= SHORTEST;
        found.add(best);
        best = "";
    }

    /** @return where the group ends that begins there */
    private int group(int from) {
        int depth = 0;
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = set(i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return pattern.length();
    }

    /** @return where the set of characters ends that begins there; a bracket that comes first is one of them */
    private int set(int from) {
        int i = from + 1;
        i += pattern.startsWith("^", i) ? 1 : 0;
        i += pattern.startsWith("]", i) ? 1 : 0;
        for (; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (pattern.startsWith("[:", i)) {
                i = Math.max(i, pattern.indexOf(":]", i) + 1);
            } else if (c == ']') {
                return i;
            }
        }
        return pattern.length();
    }
}
