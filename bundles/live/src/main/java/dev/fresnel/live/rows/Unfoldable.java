package dev.fresnel.live.rows;

/**
 * Letters that RE2/J never finds the end of where case is ignored (old Cyrillic ones: each is another's small letter, and nobody's
 * capital). An expression that names one, or a range that holds one, would be compiled for ever.
 */
final class Unfoldable {
    private static final int FIRST = 0x1C80;
    private static final int LAST = 0x1C88;

    private final String pattern;
    private boolean set;

    /** Begins of a range within a set of characters; -1 = there is none. */
    private int low = -1;

    private int at;

    private Unfoldable(String pattern) {
        this.pattern = pattern;
    }

    static boolean in(String pattern) {
        return new Unfoldable(pattern).found();
    }

    private boolean found() {
        while (at < pattern.length()) {
            boolean range = set && low >= 0 && pattern.charAt(at) == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']';
            at += range ? 1 : 0;
            int from = low;
            int now = next();
            if (now >= FIRST && (now <= LAST || range && from <= LAST)) {
                return true;
            }
            low = set && !range ? now : -1;
        }
        return false;
    }

    /** @return the character that stands here, escaped or not; -1 = something else */
    private int next() {
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        if (c == '\\') {
            return escaped();
        }
        if (c == '[' && !set) {
            set = true;
            at += pattern.startsWith("^", at) ? 1 : 0;
            if (pattern.startsWith("]", at)) { // one that comes first is a character
                at++;
                return ']';
            }
            return -1;
        }
        if (c == ']' && set) {
            set = false;
            return -1;
        }
        return c;
    }

    private int escaped() {
        if (at == pattern.length()) {
            return -1;
        }
        int c = pattern.codePointAt(at);
        at += Character.charCount(c);
        if (c != 'x') {
            return c < 128 && Character.isLetterOrDigit(c) ? -1 : c;
        }
        boolean braced = pattern.startsWith("{", at);
        int begin = braced ? at + 1 : at;
        int end = braced ? pattern.indexOf('}', begin) : Math.min(pattern.length(), begin + 2);
        if (end < 0) {
            return -1;
        }
        at = end + (braced ? 1 : 0);
        try {
            return Integer.parseInt(pattern, begin, end, 16);
        } catch (NumberFormatException none) {
            return -1; // the compiler says so
        }
    }
}
