package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Extent;
import dev.fresnel.live.store.Feed;
import dev.fresnel.live.store.Header;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Visible;
import java.util.ArrayList;
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

    /** @throws Problem CLUSTER_DOWN while it cannot be asked whether its rows still may be seen */
    void confirm() {
        try {
            visible.fresh();
        } catch (Problem doubt) {
            if (doubt.kind() == Problem.Kind.CLUSTER_DOWN) {
                throw doubt;
            }
        }
    }

    @Override
    public void close() {
        feed.close();
        visible.close();
    }

    /** The worst age of them all; null when there is none. @throws Problem when one of them may not be seen any more */
    static @Nullable Age worst(List<Joined> parts) {
        Age worst = null;
        for (Joined part : parts) {
            Age one = part.visible().value().age();
            worst = worst == null || one.state().compareTo(worst.state()) > 0 ? one : worst;
        }
        return worst;
    }

    /**
     * All their rows.
     *
     * @param partly whether what has come of lists that are still loading is taken too
     * @throws Problem when one of them may not be seen any more
     */
    static Source.Taken taken(List<Joined> parts, boolean partly) {
        boolean whole = true;
        Extent extent = null;
        List<Header> headers = new ArrayList<>();
        List<List<Row>> rows = new ArrayList<>();
        for (Joined part : parts) {
            Partition.Snapshot snapshot = part.visible().value().snapshot(part.feed());
            whole &= snapshot.whole();
            extent = snapshot.extent();
            if (snapshot.header() != null && (snapshot.whole() || partly)) {
                headers.add(snapshot.header());
                rows.add(snapshot.rows());
            }
        }
        return new Source.Taken(headers, rows, whole, parts.size() == 1 ? extent : null);
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
