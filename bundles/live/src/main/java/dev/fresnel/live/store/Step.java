package dev.fresnel.live.store;

import org.jspecify.annotations.Nullable;

/** What an upstream tells its store, in order. */
sealed interface Step {
    /** A list begins; what is put from here on is the new whole. */
    record Begin() implements Step {}

    record Put(Event.Decoded decoded) implements Step {}

    record Remove(String uid) implements Step {}

    /**
     * The list is complete.
     *
     * @param extent which part of it that was; null = all
     */
    record Whole(Header header, @Nullable Extent extent) implements Step {
        Whole(Header header) {
            this(header, null);
        }
    }

    record Aged(Age age) implements Step {}

    /** Other functions of plugins serve now. */
    record Judge() implements Step {}
}
