package dev.fresnel.democluster.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Takes a line of shell apart: words with their quotes, and what stands between them. */
final class Words {
    private static final String BREAKS = ";&|<>\n";

    private Words() {}

    /** @throws IllegalArgumentException when a quote is not closed */
    static List<String> split(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char one = line.charAt(i);
            if (one == '\'' || one == '"') {
                int end = closing(line, i);
                word.append(line, i, end + 1);
                i = end;
            } else if (one == '\\' && i + 1 < line.length()) {
                word.append(one).append(line.charAt(++i));
            } else if (one == '#' && word.isEmpty()) {
                int end = line.indexOf('\n', i);
                i = end < 0 ? line.length() : end - 1;
            } else if (BREAKS.indexOf(one) >= 0) {
                i = operator(line, i, word, words);
            } else if (Character.isWhitespace(one)) {
                flush(word, words);
            } else {
                word.append(one);
            }
        }
        flush(word, words);
        return words;
    }

    /** Two of a kind are one operator; {@code 2>} and {@code >&1} belong together. */
    private static int operator(String line, int at, StringBuilder word, List<String> words) {
        char one = line.charAt(at);
        boolean number = one == '>' && (word.toString().equals("1") || word.toString().equals("2"));
        String before = number ? word.toString() : "";
        if (number) {
            word.setLength(0);
        }
        flush(word, words);
        int end = at + 1;
        if (end < line.length() && line.charAt(end) == one && one != '\n' && one != '<') {
            end++;
        } else if (one == '>' && end + 1 < line.length() && line.charAt(end) == '&') {
            end += 2;
        }
        words.add(one == '\n' ? ";" : before + line.substring(at, end));
        return end - 1;
    }

    private static int closing(String line, int at) {
        char quote = line.charAt(at);
        for (int i = at + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && quote == '"') {
                i++;
            } else if (line.charAt(i) == quote) {
                return i;
            }
        }
        throw new IllegalArgumentException("syntax error: unterminated quoted string");
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    static boolean operator(String word) {
        return word.matches("[;&|]{1,2}|[12]?>{1,2}|<|[12]?>&[12]");
    }

    /** Takes the quotes away and puts values in place of variables. */
    static String expand(String word, UnaryOperator<String> variable) {
        var out = new StringBuilder();
        boolean doubled = false;
        for (int i = 0; i < word.length(); i++) {
            char one = word.charAt(i);
            if (one == '\'' && !doubled) {
                int end = word.indexOf('\'', i + 1);
                out.append(word, i + 1, end);
                i = end;
            } else if (one == '"') {
                doubled = !doubled;
            } else if (one == '\\' && i + 1 < word.length()) {
                char next = word.charAt(++i);
                out.append(doubled && "\"\\$`".indexOf(next) < 0 ? "\\" : "").append(next);
            } else if (one == '$' && i + 1 < word.length()) {
                i = variable(word, i, out, variable);
            } else {
                out.append(one);
            }
        }
        return out.toString();
    }

    private static int variable(String word, int at, StringBuilder out, UnaryOperator<String> variable) {
        int end = at + 1;
        if (word.charAt(end) == '{') {
            int close = word.indexOf('}', end);
            if (close > 0) {
                out.append(variable.apply(word.substring(end + 1, close)));
                return close;
            }
        }
        if ("?$0".indexOf(word.charAt(end)) >= 0) {
            out.append(variable.apply(word.substring(end, end + 1)));
            return end;
        }
        while (end < word.length() && (Character.isLetterOrDigit(word.charAt(end)) || word.charAt(end) == '_')) {
            end++;
        }
        out.append(end == at + 1 ? "$" : variable.apply(word.substring(at + 1, end)));
        return end - 1;
    }
}
