package dev.fresnel.live.store;

import java.util.List;

/** One step of a list or watch. */
sealed interface Event {
    /**
     * Rows that are there.
     *
     * @param version resource version of the newest of them, {@code ""} when not said
     */
    record Put(List<Decoded> rows, String version) implements Event {}

    record Removed(String uid, String version) implements Event {}

    /** A bookmark; {@code whole} = the initial events are complete. */
    record Bookmark(String version, boolean whole) implements Event {}

    /** The watch ended with a Status. */
    record Failed(int code, String message) implements Event {}

    /**
     * The end of one page of a list.
     *
     * @param remaining how many come after it; -1 when that is not said
     */
    record PageEnd(String version, String next, int remaining) implements Event {}

    /**
     * A decoded object.
     *
     * @param object its compact JSON, without what is never kept
     * @param at nanoseconds at which it was decoded
     */
    record Decoded(Row.Facts facts, byte[] object, long at) {
        Decoded(Row.Facts facts, byte[] object) {
            this(facts, object, System.nanoTime());
        }
    }
}
