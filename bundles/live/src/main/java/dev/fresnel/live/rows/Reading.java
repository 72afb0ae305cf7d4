package dev.fresnel.live.rows;

import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads out of rows what filter, order and cells need beside what the API server's table says: a few at once, many on a thread of their own. */
final class Reading {
    /** More rows than this are read on a thread of their own. */
    private static final int FEW = 400;

    private final Shared shared;
    private final List<Source> sources;
    private final Runnable wake;
    private volatile boolean busy;

    /** @param wake told when what was read aside is there */
    Reading(Shared shared, List<Source> sources, Runnable wake) {
        this.shared = shared;
        this.sources = sources;
        this.wake = wake;
    }

    /** Whether something is being read aside. */
    boolean busy() {
        return busy;
    }

    /** @return whether all that is needed has been read out of these rows; else it is being done */
    boolean done(List<List<Row>> parts, List<Extract> needed) {
        if (needed.isEmpty()) {
            return true;
        }
        List<Row> lacking = new ArrayList<>();
        for (List<Row> part : parts) {
            for (Row row : part) {
                if (lacks(row, needed)) {
                    lacking.add(row);
                }
            }
        }
        if (lacking.isEmpty()) {
            return true;
        }
        if (lacking.size() <= FEW && needed.stream().noneMatch(Extract::computed)) {
            lacking.forEach(row -> row.extract(needed, shared.live().json()));
            return true;
        }
        aside(lacking, needed);
        return false;
    }

    /** Reads and computes on a thread of its own. */
    void aside(List<Row> lacking, List<Extract> needed) {
        busy = true;
        Map<String, ServedKind> kinds = new HashMap<>();
        for (Source source : sources) {
            ServedKind served = source.served();
            if (served != null) {
                kinds.put(source.cluster(), served);
            }
        }
        Thread.ofVirtual().name("live-extract").start(() -> {
            try {
                lacking.forEach(row -> row.extract(needed, shared.live().json()));
                shared.live().columns().compute(lacking, needed, kinds);
            } finally {
                busy = false;
                wake.run();
            }
        });
    }

    static boolean lacks(Row row, List<Extract> needed) {
        for (Extract extract : needed) {
            if (row.text(extract) == null) {
                return true;
            }
        }
        return false;
    }
}
