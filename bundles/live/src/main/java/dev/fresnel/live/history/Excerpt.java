package dev.fresnel.live.history;

/** Of a long text the part where it begins to differ from another. */
final class Excerpt {
    private static final int LONGEST = 600;
    private static final int BEFORE = 80;

    private Excerpt() {}

    /** How many characters both begin with. */
    static int same(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int at = 0;
        while (at < most && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    static String of(String text, int same) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int from = whole(text, Math.clamp(same - BEFORE, 0, text.length() - LONGEST / 2));
        int till = whole(text, Math.min(text.length(), from + LONGEST));
        return (from > 0 ? "…" : "") + text.substring(from, till) + (till < text.length() ? "…" : "");
    }

    /** Never between the halves of a character. */
    private static int whole(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }
}
