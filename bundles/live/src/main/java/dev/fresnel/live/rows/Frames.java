package dev.fresnel.live.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the frames of the live protocol's {@code rows} channel. */
final class Frames {
    private static final JsonFactory JSON = new JsonFactory();

    private Frames() {}

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] object(Body body) {
        var bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static byte[] ready(ServedKind served, List<Column> columns, String revision) {
        return object(out -> {
            out.writeFieldName("kind");
            kind(out, served);
            out.writeArrayFieldStart("columns");
            for (Column column : columns) {
                out.writeStartObject();
                out.writeStringField("id", column.id());
                out.writeStringField("name", column.name());
                out.writeStringField("type", column.type());
                out.writeNumberField("priority", column.priority());
                out.writeStringField("description", column.description());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeStringField("revision", revision);
        });
    }

    private static void kind(JsonGenerator out, ServedKind served) throws IOException {
        Kind kind = served.kind();
        out.writeStartObject();
        out.writeStringField("resource", kind.resource());
        out.writeStringField("group", kind.group());
        out.writeStringField("version", kind.version());
        out.writeStringField("kind", kind.kind());
        out.writeBooleanField("namespaced", kind.namespaced());
        texts(out, "verbs", served.verbs());
        texts(out, "shortNames", served.shortNames());
        texts(out, "categories", served.categories());
        out.writeBooleanField("custom", served.custom());
        out.writeEndObject();
    }

    private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    /**
     * A {@code rows} or {@code delta} frame.
     *
     * @param order keys of the window; null = not part of the frame
     */
    static byte[] window(
            String revision, Kept kept, int offset, @Nullable List<Row> order, List<Row> rows, Layout layout, long now) {
        return object(out -> {
            out.writeStringField("revision", revision);
            out.writeNumberField("total", kept.total());
            out.writeNumberField("matched", kept.matched());
            out.writeNumberField("offset", offset);
            out.writeObjectFieldStart("counts");
            for (State state : State.values()) {
                out.writeNumberField(state.word(), kept.count(state));
            }
            out.writeEndObject();
            if (order != null) {
                out.writeArrayFieldStart("order");
                for (Row row : order) {
                    out.writeString(key(row));
                }
                out.writeEndArray();
            }
            out.writeArrayFieldStart("rows");
            for (Row row : rows) {
                row(out, row, layout, now);
            }
            out.writeEndArray();
        });
    }

    static String key(Row row) {
        return row.cluster() + "/" + row.uid();
    }

    private static void row(JsonGenerator out, Row row, Layout layout, long now) throws IOException {
        out.writeStartObject();
        out.writeStringField("k", key(row));
        out.writeStringField("c", row.cluster());
        if (!row.namespace().isEmpty()) {
            out.writeStringField("ns", row.namespace());
        }
        out.writeStringField("n", row.name());
        out.writeStringField("u", row.uid());
        out.writeNumberField("t", row.created());
        int[] places = layout.places(row.header());
        out.writeArrayFieldStart("cells");
        for (int place : places) {
            out.writeString(row.cell(place, now));
        }
        out.writeEndArray();
        out.writeStringField("s", row.health().state().word());
        if (!row.health().reason().isEmpty()) {
            out.writeStringField("r", row.health().reason());
        }
        if (row.deleted() != 0) {
            out.writeNumberField("d", row.deleted());
        }
        times(out, row, places, now);
        out.writeEndObject();
    }

    /** Which parts of which cells are times that age; the age column needs none, it comes from {@code t}. */
    private static void times(JsonGenerator out, Row row, int[] places, long now) throws IOException {
        boolean open = false;
        for (int i = 0; i < places.length; i++) {
            String part = row.aging(places[i], now);
            if (part.isEmpty()) {
                continue;
            }
            if (!open) {
                out.writeObjectFieldStart("times");
                open = true;
            }
            out.writeArrayFieldStart(Integer.toString(i));
            out.writeStartArray();
            out.writeString(part);
            out.writeNumber(row.began(places[i]));
            out.writeEndArray();
            out.writeEndArray();
        }
        if (open) {
            out.writeEndObject();
        }
    }

    /** @param problem what refused it, when it was refused */
    static byte[] age(String cluster, Age age, @Nullable Problem problem) {
        return object(out -> {
            out.writeStringField("cluster", cluster);
            // A kind that is gone ends the channel; until then its rows are merely old.
            out.writeStringField("state", age.state() == Age.State.GONE ? "stale" : age.state().word());
            out.writeNumberField("since", age.since());
            if (!age.detail().isEmpty()) {
                out.writeStringField("detail", age.detail());
            }
            if (problem != null) {
                for (String name : List.of("verb", "resource", "namespace")) {
                    Object value = problem.args().get(name);
                    if (value != null) {
                        out.writeStringField(name, value.toString());
                    }
                }
            }
        });
    }
}
