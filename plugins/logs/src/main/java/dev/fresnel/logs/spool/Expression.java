package dev.fresnel.logs.spool;

import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression as a tree over bytes. Reads as much of RE2's syntax as can be followed byte by byte; letters beyond ASCII are any of
 * them, so that it may mean more than RE2 does, and never less.
 */
final class Expression {
    private static final int MOST = 1000;

    private final String regex;
    private final boolean exact;
    private int at;
    private boolean precise = true;

    private Expression(String regex, boolean exact) {
        this.regex = regex;
        this.exact = exact;
    }

    /** A part of an expression. */
    sealed interface Part {}

    /** One byte of a set. */
    record Bytes(ByteSet set) implements Part {}

    /** One after the other. */
    record Sequence(List<Part> parts) implements Part {}

    /** One of them. */
    record Choice(List<Part> parts) implements Part {}

    /** @param most -1 = any number */
    record Repeat(Part part, int least, int most) implements Part {}

    /** The begin or the end of the line. */
    record Edge(boolean begin) implements Part {}

    /**
     * What was read.
     *
     * @param fromBegin a match begins where the line does
     * @param toEnd a match ends where the line does
     * @param precise it means what RE2 does, as long as there are letters of ASCII alone
     */
    record Read(Part part, boolean fromBegin, boolean toEnd, boolean precise) {}

    /** Something that is not understood. */
    static final class Unsure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unsure() {
            super("", null, false, false);
        }
    }

    /**
     * @param exact capitals count
     * @throws Unsure when it holds what cannot be followed
     */
    static Read of(String regex, boolean exact) {
        var reading = new Expression(regex, exact);
        Part all = reading.choice();
        if (!reading.end()) {
            throw new Unsure();
        }
        var parts = new ArrayList<>(all instanceof Sequence(List<Part> of) ? of : List.of(all));
        boolean begin = !parts.isEmpty() && parts.getFirst().equals(new Edge(true));
        if (begin) {
            parts.removeFirst();
        }
        boolean end = !parts.isEmpty() && parts.getLast().equals(new Edge(false));
        if (end) {
            parts.removeLast();
        }
        var rest = new Sequence(parts);
        return new Read(rest, begin, end, reading.precise && !edged(rest));
    }

    private static boolean edged(Part part) {
        return switch (part) {
            case Bytes bytes -> false;
            case Edge edge -> true;
            case Repeat repeat -> edged(repeat.part());
            case Sequence sequence -> sequence.parts().stream().anyMatch(Expression::edged);
            case Choice choice -> choice.parts().stream().anyMatch(Expression::edged);
        };
    }

    private boolean end() {
        return at >= regex.length();
    }

    private boolean takes(String text) {
        if (!regex.startsWith(text, at)) {
            return false;
        }
        at += text.length();
        return true;
    }

    private int letter() {
        if (end()) {
            throw new Unsure();
        }
        int c = regex.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private Part choice() {
        var any = new ArrayList<Part>();
        do {
            any.add(sequence());
        } while (takes("|"));
        return any.size() == 1 ? any.getFirst() : new Choice(any);
    }

    private Part sequence() {
        var parts = new ArrayList<Part>();
        while (!end() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            Part part = atom();
            for (Part more = repeated(part); more != part; more = repeated(part)) {
                part = more;
            }
            parts.add(part);
        }
        return new Sequence(parts);
    }

    private Part atom() {
        int c = letter();
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '.' -> of(ByteSet.ascii().without('\n'), true);
            case '^' -> new Edge(true);
            case '$' -> new Edge(false);
            case '\\' -> escape();
            case '*', '+', '?' -> throw new Unsure();
            default -> plain(c);
        };
    }

    private Part repeated(Part part) {
        Part now = takes("*") ? new Repeat(part, 0, -1) : takes("+") ? new Repeat(part, 1, -1) : takes("?") ? new Repeat(part, 0, 1) : counted(part);
        if (now != part) {
            takes("?"); // whether it takes few or many does not matter here
        }
        return now;
    }

    /** A brace that is no count is a letter. */
    private Part counted(Part part) {
        if (end() || regex.charAt(at) != '{') {
            return part;
        }
        int close = regex.indexOf('}', at);
        String count = close < 0 ? "" : regex.substring(at + 1, close);
        if (!count.matches("\\d{1,4}(,\\d{0,4})?")) {
            return part;
        }
        at = close + 1;
        String[] bounds = count.split(",", -1);
        int least = Integer.parseInt(bounds[0]);
        int most = bounds.length == 1 ? least : bounds[1].isEmpty() ? -1 : Integer.parseInt(bounds[1]);
        if (least > MOST || most > MOST || most >= 0 && most < least) {
            throw new Unsure();
        }
        return new Repeat(part, least, most);
    }

    private Part group() {
        if (takes("?P<") || takes("?<")) {
            at = regex.indexOf('>', at) + 1;
        } else if (!takes("?:") && takes("?")) {
            throw new Unsure(); // flags
        }
        Part inner = choice();
        if (!takes(")")) {
            throw new Unsure();
        }
        return inner;
    }

    private Part plain(int c) {
        if (c < 128) {
            return of(ByteSet.of(c), false);
        }
        precise = false;
        return of(exact ? ByteSet.none() : ByteSet.of('s').with('k'), true);
    }

    private Part escape() {
        int c = letter();
        ByteSet set = ByteSet.perl(c);
        if (set != null) {
            return of(set, Character.isUpperCase(c));
        }
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z') {
            precise = false;
            return new Sequence(List.of());
        }
        return plain(control(c));
    }

    /** Which letter an escaped one is. */
    private static int control(int c) {
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 0x0b;
            case 'a' -> 7;
            default -> {
                if (c >= 128 || Character.isLetterOrDigit(c)) {
                    throw new Unsure();
                }
                yield c;
            }
        };
    }

    private Part set() {
        boolean not = takes("^");
        ByteSet set = ByteSet.none();
        boolean others = false;
        for (boolean first = true; first || !takes("]"); first = false) {
            if (takes("[:")) {
                throw new Unsure();
            }
            int low = letter();
            ByteSet named = low == '\\' ? ByteSet.perl(end() ? 0 : regex.charAt(at)) : null;
            if (named != null) {
                others |= Character.isUpperCase(letter());
                set = set.with(named);
                continue;
            }
            low = low == '\\' ? control(letter()) : low;
            int high = low;
            if (regex.startsWith("-", at) && !regex.startsWith("-]", at)) {
                at++;
                high = letter();
                high = high == '\\' ? control(letter()) : high;
            }
            if (high >= 128) {
                others = true;
                precise = false;
                set = exact ? set : set.with('s').with('k');
            }
            set = set.with(low, Math.min(high, 127));
        }
        return not ? of(ByteSet.ascii().without(folded(set)), true) : of(set, others);
    }

    private ByteSet folded(ByteSet set) {
        return exact ? set : set.folded();
    }

    /** @param others any letter beyond ASCII too */
    private Part of(ByteSet set, boolean others) {
        ByteSet folded = folded(set);
        // where capitals do not count, there are letters beyond ASCII that are an s or a k
        boolean beyond = others || !exact && (folded.has('s') || folded.has('k'));
        Part one = new Bytes(folded);
        return beyond ? new Choice(List.of(one, new Repeat(new Bytes(ByteSet.others()), 1, -1))) : one;
    }
}
