package dev.fresnel.logs.spool;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Text that lines are searched for: as it stands, or a regular expression (RE2: linear time). What every match must hold is looked for
 * first, at the speed of memory; the expression judges what is left.
 */
public final class Words {
    private static final int LONGEST = 1000;

    private final boolean exact;
    private final String needle;
    private final Pattern pattern;
    private final boolean literal;

    private Words(boolean exact, String needle, Pattern pattern, boolean literal) {
        this.exact = exact;
        this.needle = needle;
        this.pattern = pattern;
        this.literal = literal;
    }

    /**
     * @param exact capitals count
     * @throws Problem INVALID when it is no regular expression
     */
    public static Words of(String text, boolean regex, boolean exact) {
        if (text.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SEARCH_LONG", "A search has at most " + LONGEST + " characters.");
        }
        try {
            Pattern pattern = Pattern.compile(regex ? text : Pattern.quote(text), exact ? 0 : Pattern.CASE_INSENSITIVE);
            String needle = regex ? required(text) : text;
            boolean fits = exact || needle.chars().allMatch(c -> c < 128);
            return new Words(exact, fits ? latin(exact ? needle : needle.toLowerCase(Locale.ROOT)) : "", pattern, !regex && fits);
        } catch (PatternSyntaxException e) {
            throw new Problem(Problem.Kind.INVALID, "LOGS_SEARCH_SYNTAX", "This is no regular expression: " + e.getMessage() + ".", Map.of("detail", String.valueOf(e.getMessage())), e);
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The longest text that every match of the expression holds, as far as that is easy to see; {@code ""} = none. */
    static String required(String regex) {
        String best = "";
        var run = new StringBuilder();
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '|' || c == '(') {
                return "";
            }
            if (c == '\\') {
                char next = i + 1 < regex.length() ? regex.charAt(++i) : 'Q';
                if (next == 'Q' || next == 'p' || next == 'P' || next == 'x' || next == 'C') {
                    return "";
                }
                if (Character.isLetterOrDigit(next)) {
                    best = longer(best, run);
                } else {
                    run.append(next);
                }
            } else if (c == '[') {
                best = longer(best, run);
                i = classEnd(regex, i);
            } else if (c == '?' || c == '*' || c == '{') {
                run.setLength(Math.max(0, run.length() - 1));
                best = longer(best, run);
                i = c == '{' ? Math.max(i, regex.indexOf('}', i)) : i;
            } else if (c == '+' || c == '.' || c == '^' || c == '$') {
                best = longer(best, run);
            } else {
                run.append(c);
            }
        }
        return longer(best, run);
    }

    private static int classEnd(String regex, int open) {
        int i = open + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        for (i++; i < regex.length() && regex.charAt(i) != ']'; i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            }
        }
        return i;
    }

    private static String longer(String best, StringBuilder run) {
        String now = run.toString();
        run.setLength(0);
        return now.length() > best.length() ? now : best;
    }

    /** Whether one line holds it. */
    boolean in(byte[] text) {
        if (!needle.isEmpty() && !folded(text, text.length).contains(needle)) {
            return false;
        }
        return literal || pattern.matcher(text).find();
    }

    /** Tells each line that holds it, in order. */
    void lines(Chunk.Text text, IntConsumer each) {
        if (needle.isEmpty()) {
            for (int i = 0; i < text.count(); i++) {
                if (pattern.matcher(text.of(i)).find()) {
                    each.accept(i);
                }
            }
            return;
        }
        String all = folded(text.bytes(), text.length());
        for (int at = all.indexOf(needle); at >= 0; ) {
            int line = text.line(at);
            if (literal || pattern.matcher(text.of(line)).find()) {
                each.accept(line);
            }
            int next = text.ends()[line] + 1;
            at = next < text.length() ? all.indexOf(needle, next) : -1;
        }
    }

    private String folded(byte[] text, int length) {
        if (exact) {
            return new String(text, 0, length, StandardCharsets.ISO_8859_1);
        }
        byte[] lower = new byte[length];
        for (int i = 0; i < length; i++) {
            byte c = text[i];
            lower[i] = (byte) (c + (c >= 'A' && c <= 'Z' ? 32 : 0));
        }
        return new String(lower, StandardCharsets.ISO_8859_1);
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
