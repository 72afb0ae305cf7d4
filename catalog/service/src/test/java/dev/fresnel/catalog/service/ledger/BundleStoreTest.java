package dev.fresnel.catalog.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the store, and what tidying takes away. */
class BundleStoreTest {
    @TempDir
    private Path folder;

    private static String keep(BundleStore store, String content) throws Exception {
        var draft = store.draft(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), bytes -> {});
        store.keep(draft);
        return draft.digest();
    }

    /** One change ends, and tidies, while the next one's build has arrived and nobody has named it yet. */
    @Test
    void whatHasJustArrivedStays() throws Exception {
        var store = new BundleStore(folder, Checkpoint.NONE);
        String fresh = keep(store, "fresh");
        store.keepOnly(Set.of());
        assertThat(store.holds(fresh)).isTrue();
        store.keepOnly(Set.of(fresh));
        store.keepOnly(Set.of());
        assertThat(store.holds(fresh)).as("somebody used it, and does no longer").isFalse();
    }

    @Test
    void whatAnEarlierProcessKeptStaysOnlyWhenItIsUsed() throws Exception {
        var earlier = new BundleStore(folder, Checkpoint.NONE);
        String used = keep(earlier, "used");
        String left = keep(earlier, "left");
        var store = new BundleStore(folder, Checkpoint.NONE);
        store.keepOnly(Set.of(used));
        assertThat(store.holds(used)).isTrue();
        assertThat(store.holds(left)).isFalse();
    }
}
