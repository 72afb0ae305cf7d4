package dev.fresnel.live.column;

import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Row;

/** A column of the API server's Table, or one that each row has anyway: name, namespace, cluster, state, age. */
record TableLens(String id) implements Lens {
    @Override
    public String text(Row row, Sight sight, long now) {
        return switch (id) {
            case "namespace" -> row.namespace();
            case "cluster" -> row.cluster();
            case "state" -> row.health().state().word();
            default -> row.cell(row.header().index(id), now);
        };
    }

    @Override
    public String still(Row row, Sight sight) {
        return switch (id) {
            case "namespace", "cluster", "state" -> text(row, sight, 0);
            case "name" -> row.name();
            default -> row.still(row.header().index(id));
        };
    }

    @Override
    public String aging(Row row, long now) {
        return row.aging(row.header().index(id), now);
    }

    @Override
    public long began(Row row) {
        return row.began(row.header().index(id));
    }

    @Override
    public Value value(Row row, Sight sight) {
        return switch (id) {
            case "namespace" -> Value.text(row.namespace());
            case "name" -> Value.text(row.name());
            case "cluster" -> Value.text(row.cluster());
            case "state" -> Value.number(row.health().state().ordinal());
            case "age" -> Value.number(-row.created());
            default -> Value.cell(row, row.header().index(id));
        };
    }
}
