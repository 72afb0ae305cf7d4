package dev.fresnel.live.testing;

import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.TestRows;
import java.util.Map;

/** Rows without an API server. */
public final class Rows {
    private Rows() {}

    public static Row labelled(Map<String, String> labels) {
        return TestRows.labelled(labels);
    }

    public static Row of(String namespace, String name, String... cells) {
        return TestRows.of(namespace, name, cells);
    }
}
