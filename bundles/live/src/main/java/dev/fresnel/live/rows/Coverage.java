package dev.fresnel.live.rows;

import dev.fresnel.live.store.Span;
import org.jspecify.annotations.Nullable;

/**
 * What part of a cluster is shown.
 *
 * @param span to somebody who may not list everything; null = all that was asked for
 * @param paged where a list does not fit into memory; null = it does
 */
record Coverage(@Nullable Span span, @Nullable Paged paged) {
    /**
     * A list that is read page by page.
     *
     * @param held rows that are held, so that sorting and filters look at them
     * @param total how many there are
     */
    record Paged(int held, int total) {}
}
