package dev.fresnel.live.search;

import dev.fresnel.live.store.Row;
import dev.fresnel.live.testing.FakeApi;
import java.util.List;

/** A search through given rows. */
public final class HuntCost {
    private HuntCost() {}

    /** @return how many were found */
    public static int hunt(String q, List<Row> rows) {
        Hunt hunt = new Hunt(new Query(q), java.util.Set.of(), 50);
        hunt.through(FakeApi.PODS, List.of(rows), 0);
        return hunt.json().length;
    }
}
