package dev.fresnel.live.store;

/**
 * How true a store is now.
 *
 * @param state what it is
 * @param since epoch ms at which that began
 * @param detail why, in words; {@code ""} when there is nothing to say
 */
public record Age(State state, long since, String detail) {
    /** Worst last. */
    public enum State {
        LIVE,
        LOADING,
        STALE,
        UNREACHABLE,
        FORBIDDEN,
        GONE;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        /** Whether nothing comes after it. */
        public boolean last() {
            return this == FORBIDDEN || this == GONE;
        }
    }

    static Age now(State state, String detail) {
        return new Age(state, System.currentTimeMillis(), detail);
    }

    /** Nobody can be asked; since when, if that was so before. */
    public Age unreachable(String detail) {
        return now(State.UNREACHABLE, detail).after(this);
    }

    /** The same state keeps its beginning. */
    Age after(Age before) {
        return before.state == state ? new Age(state, before.since, detail) : this;
    }
}
