package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Extent;
import dev.fresnel.live.store.Feed;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One store's share of a source, and what happens in it. */
record Joined(Visible<Partition> visible, Feed feed) implements AutoCloseable {
    /** Whether it is held page by page. */
    boolean paged() {
        try {
            return visible.value().paged();
        } catch (Problem lost) {
            return false;
        }
    }

    /** Which page is held; null when it is no page. */
    @Nullable Extent extent() {
        return paged() ? visible.value().extent() : null;
    }

    /** Turns to that window. */
    void want(int offset, int limit) {
        if (paged()) {
            visible.value().want(offset, limit);
        }
    }

    @Override
    public void close() {
        feed.close();
        visible.close();
    }

    /** What all of them hold of pages. */
    static Coverage.Paged held(List<Joined> parts) {
        int held = 0;
        int total = 0;
        for (Joined part : parts) {
            Extent extent = part.extent();
            held += extent == null ? 0 : extent.held();
            total += extent == null ? 0 : extent.total();
        }
        return new Coverage.Paged(held, total);
    }
}
