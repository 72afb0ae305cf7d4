package dev.fresnel.logs.spool;

import org.jspecify.annotations.Nullable;

/** A set of bytes: the letters of ASCII in two words, and whether all others are in it. */
record ByteSet(long low, long high, boolean beyond) {
    static ByteSet none() {
        return new ByteSet(0, 0, false);
    }

    static ByteSet ascii() {
        return new ByteSet(-1, -1, false);
    }

    /** Every byte of letters beyond ASCII. */
    static ByteSet others() {
        return new ByteSet(0, 0, true);
    }

    static ByteSet of(int c) {
        return none().with(c);
    }

    boolean has(int value) {
        return value >= 128 ? beyond : ((value < 64 ? low : high) & 1L << value) != 0;
    }

    ByteSet with(int c) {
        return c < 64 ? new ByteSet(low | 1L << c, high, beyond) : new ByteSet(low, high | 1L << c, beyond);
    }

    ByteSet with(int first, int last) {
        ByteSet set = this;
        for (int c = first; c <= last; c++) {
            set = set.with(c);
        }
        return set;
    }

    ByteSet with(ByteSet other) {
        return new ByteSet(low | other.low, high | other.high, beyond | other.beyond);
    }

    ByteSet without(int c) {
        return without(of(c));
    }

    ByteSet without(ByteSet other) {
        return new ByteSet(low & ~other.low, high & ~other.high, beyond && !other.beyond);
    }

    /** Capitals and small letters alike. */
    ByteSet folded() {
        ByteSet set = this;
        for (int c = 'a'; c <= 'z'; c++) {
            if (has(c) || has(c - 32)) {
                set = set.with(c).with(c - 32);
            }
        }
        return set;
    }

    /** Of ASCII what {@code \d}, {@code \w}, {@code \s} and their opposites mean; absent = it is none of them. */
    static @Nullable ByteSet perl(int c) {
        return switch (c) {
            case 'd' -> none().with('0', '9');
            case 'w' -> none().with('0', '9').with('A', 'Z').with('a', 'z').with('_');
            case 's' -> none().with('\t').with('\n').with('\f').with('\r').with(' ');
            case 'D', 'W', 'S' -> ascii().without(perl(Character.toLowerCase(c)));
            default -> null;
        };
    }
}
