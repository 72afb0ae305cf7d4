package dev.fresnel.live.column;

import dev.fresnel.api.kube.Field;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.HumanTime;
import dev.fresnel.live.store.PluginColumns;
import dev.fresnel.live.store.PluginColumns.Offer;
import dev.fresnel.live.store.Row;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A column that a plugin adds: {@code plugin:template/qos}. Empty while no plugin offers it. */
record PluginLens(String id, String kind, String key, @Nullable PluginColumns columns) implements Lens {
    static final String FORM = "plugin";

    static PluginLens of(Offer offer, PluginColumns columns) {
        return new PluginLens(FORM + ":" + offer.key(), offer.reads().kind().id(), offer.key(), columns);
    }

    private @Nullable Offer offer() {
        return columns == null ? null : columns.find(kind, key);
    }

    /** Its heading: pages have the plugin's words for it. */
    Column column() {
        Offer offer = offer();
        if (offer == null) {
            return new Column(id, key.substring(key.indexOf('/') + 1), "string", 1, "");
        }
        String type = switch (offer.column().type()) {
            case TEXT -> "string";
            case TIME -> "date";
            case FLAG -> "boolean";
            default -> offer.column().type().name().toLowerCase(Locale.ROOT);
        };
        return new Column(id, offer.column().title(), type, offer.column().wide() ? 1 : 0, "");
    }

    @Override
    public List<Extract> extracts() {
        Offer offer = offer();
        return offer == null ? List.of() : List.of(offer.extract());
    }

    @Override
    public boolean steady() {
        return false; // the plugin may go and come
    }

    private String told(Row row) {
        Offer offer = offer();
        String text = offer == null ? null : row.text(offer.extract());
        return text == null ? "" : text;
    }

    private boolean timely() {
        Offer offer = offer();
        return offer != null && offer.column().type() == Field.Type.TIME;
    }

    @Override
    public String text(Row row, Sight sight, long now) {
        long began = began(row);
        return began == 0 ? told(row) : HumanTime.since(began, now);
    }

    @Override
    public String still(Row row, Sight sight) {
        return began(row) == 0 ? told(row) : "";
    }

    @Override
    public String aging(Row row, long now) {
        long began = began(row);
        return began == 0 ? "" : HumanTime.since(began, now);
    }

    @Override
    public long began(Row row) {
        if (!timely()) {
            return 0;
        }
        try {
            String told = told(row);
            return told.isEmpty() ? 0 : Instant.parse(told).toEpochMilli();
        } catch (DateTimeException notATime) {
            return 0;
        }
    }

    @Override
    public Value value(Row row, Sight sight) {
        long began = began(row);
        return began > 0 ? Value.since(began) : Value.parse(told(row));
    }
}
