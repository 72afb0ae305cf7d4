package dev.fresnel.live.column;

import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Letters that a name must hold in order, and how well it does: whole words and beginnings of words first. */
public final class Fuzzy {
    private static final int LONGEST = 64;

    private final String wanted;

    private Fuzzy(String wanted) {
        this.wanted = wanted;
    }

    /** @throws Problem INVALID when it is too long */
    public static Fuzzy parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        if (wanted.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "LIVE_FILTER_LONG", "A name to look for may have at most " + LONGEST + " characters.");
        }
        return new Fuzzy(wanted);
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    /** What is looked for. */
    @Override
    public String toString() {
        return wanted;
    }

    /** 1000 = the name itself, less the worse it fits, 0 = not at all. Linear in the name's length. */
    public int score(String name) {
        int length = name.length();
        int need = wanted.length();
        if (need == 0 || need > length) {
            return need == 0 ? 1 : 0;
        }
        int at = find(name);
        if (at >= 0) {
            boolean begins = at == 0;
            boolean word = begins || boundary(name, at);
            int base = begins && need == length ? 1000 : begins ? 900 : word ? 800 : 650;
            return base == 1000 ? base : base - Math.min(60, (length - need) / 2);
        }
        return scattered(name);
    }

    private int find(String name) {
        int last = name.length() - wanted.length();
        int any = -1;
        for (int i = 0; i <= last; i++) {
            if (name.regionMatches(true, i, wanted, 0, wanted.length())) {
                if (i == 0 || boundary(name, i)) {
                    return i;
                }
                any = any < 0 ? i : any;
            }
        }
        return any;
    }

    private static boolean boundary(String name, int at) {
        return !Character.isLetterOrDigit(name.charAt(at - 1));
    }

    /** In order, with gaps: fewer gaps and more beginnings of words are better. */
    private int scattered(String name) {
        int next = 0;
        int gaps = 0;
        int starts = 0;
        int before = -2;
        for (int i = 0; i < name.length() && next < wanted.length(); i++) {
            if (Character.toLowerCase(name.charAt(i)) == wanted.charAt(next)) {
                next++;
                gaps += i == before + 1 ? 0 : 1;
                starts += i == 0 || boundary(name, i) ? 1 : 0;
                before = i;
            }
        }
        if (next < wanted.length()) {
            return 0;
        }
        return Math.clamp(400L - 40L * gaps + 30L * starts, 1, 599);
    }

    /** Where in the name, as pairs [from, to); empty when it does not fit. */
    public List<int[]> marks(String name) {
        int at = wanted.isEmpty() || wanted.length() > name.length() ? -1 : find(name);
        if (at >= 0) {
            return List.of(new int[] {at, at + wanted.length()});
        }
        List<int[]> marks = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < name.length() && next < wanted.length(); i++) {
            if (Character.toLowerCase(name.charAt(i)) == wanted.charAt(next)) {
                next++;
                if (!marks.isEmpty() && marks.getLast()[1] == i) {
                    marks.getLast()[1] = i + 1;
                } else {
                    marks.add(new int[] {i, i + 1});
                }
            }
        }
        return next < wanted.length() ? List.of() : marks;
    }
}
