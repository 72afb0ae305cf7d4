package dev.fresnel.live.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Lens;
import dev.fresnel.live.column.Usage;
import dev.fresnel.live.rows.Held.Due;
import dev.fresnel.live.rows.Held.Told;
import dev.fresnel.live.rows.Layout.Place;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Span;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the frames of the live protocol's {@code rows} channel. */
final class Frames {
    private static final JsonFactory JSON = new JsonFactory();
    /** A megabyte in one cell would stall the list that shows its first line. */
    private static final int LONGEST = 4_096;

    private Frames() {}

    /** The beginning of a text that is too long, with a mark that it is cut. */
    static String shown(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /** @param expected bytes; a frame for hundreds of clients each second should not leave more behind than it is */
    private static byte[] object(int expected, Body body) {
        var bytes = new ByteArrayOutputStream(expected);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @param resumed whether what the client holds is right but for the delta that follows */
    static byte[] ready(ServedKind served, Layout layout, String revision, boolean resumed) {
        return object(4096, out -> {
            out.writeFieldName("kind");
            kind(out, served);
            out.writeArrayFieldStart("columns");
            for (Place place : layout.places()) {
                column(out, place.column(), place.own());
            }
            out.writeEndArray();
            out.writeArrayFieldStart("offers");
            for (Column column : layout.table()) {
                column(out, column, false);
            }
            for (Column column : layout.offers()) {
                column(out, column, true);
            }
            out.writeEndArray();
            out.writeStringField("revision", revision);
            if (resumed) {
                out.writeBooleanField("resumed", true);
            }
        });
    }

    private static void column(JsonGenerator out, Column column, boolean own) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", column.id());
        out.writeStringField("name", column.name());
        out.writeStringField("type", column.type());
        out.writeNumberField("priority", column.priority());
        out.writeStringField("description", column.description());
        if (own) {
            out.writeBooleanField("own", true);
        }
        out.writeEndObject();
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

    /** A {@code rows} or {@code delta} frame. */
    static byte[] window(Due due, List<Place> places, Sight sight, long now) {
        Told told = due.told();
        return object(512 + 320 * due.rows().size(), out -> {
            out.writeStringField("revision", due.revision());
            out.writeNumberField("total", told.total());
            out.writeNumberField("matched", told.matched());
            out.writeNumberField("offset", told.offset());
            counts(out, told.counts());
            if (due.groups() && told.groups() != null) {
                groups(out, told.groups());
            }
            if (due.coverage() && !(due.whole() && told.coverage().isEmpty())) {
                coverage(out, told.coverage());
            }
            if (due.notes() && !(due.whole() && told.notes().isEmpty())) {
                notes(out, told.notes());
            }
            if (due.order() != null) {
                texts(out, "order", due.order());
            }
            out.writeArrayFieldStart("rows");
            for (Row row : due.rows()) {
                row(out, row, places, sight, now);
            }
            out.writeEndArray();
        });
    }

    /** By the ordinals of {@link State}. */
    private static void counts(JsonGenerator out, List<Integer> counts) throws IOException {
        out.writeObjectFieldStart("counts");
        for (State state : State.values()) {
            out.writeNumberField(state.word(), counts.get(state.ordinal()));
        }
        out.writeEndObject();
    }

    private static void groups(JsonGenerator out, Groups.Counted counted) throws IOException {
        out.writeArrayFieldStart("groups");
        for (Groups.Group group : counted.groups()) {
            out.writeStartObject();
            out.writeStringField("key", shown(group.key()));
            out.writeNumberField("total", group.total());
            counts(out, group.counts());
            Groups.Seen seen = group.seen();
            if (seen != null) {
                out.writeNumberField("first", seen.first());
                out.writeNumberField("last", seen.last());
                out.writeNumberField("times", seen.times());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("moreGroups", counted.more());
    }

    private static void coverage(JsonGenerator out, Map<String, Coverage> all) throws IOException {
        out.writeObjectFieldStart("coverage");
        for (var one : all.entrySet()) {
            Coverage coverage = one.getValue();
            out.writeObjectFieldStart(one.getKey());
            Span span = coverage.span();
            if (span != null) {
                span(out, span);
            }
            Coverage.Paged paged = coverage.paged();
            if (paged != null) {
                out.writeObjectFieldStart("paged");
                out.writeNumberField("held", paged.held());
                out.writeNumberField("total", paged.total());
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void span(JsonGenerator out, Span span) throws IOException {
        if (span.objects() >= 0) {
            out.writeNumberField("objects", span.objects());
            return;
        }
        out.writeObjectFieldStart("namespaces");
        out.writeNumberField("shown", span.names().size());
        if (span.of() >= 0) {
            out.writeNumberField("of", span.of());
        }
        texts(out, "names", span.names());
        out.writeEndObject();
        out.writeStringField("how", span.configured() ? "configured" : "found");
    }

    private static void notes(JsonGenerator out, List<Note> notes) throws IOException {
        out.writeArrayFieldStart("notes");
        for (Note note : notes) {
            out.writeStartObject();
            out.writeStringField("column", note.column());
            out.writeStringField("cluster", note.cluster());
            out.writeStringField("state", note.state());
            out.writeNumberField("since", note.since());
            if (!note.detail().isEmpty()) {
                out.writeStringField("detail", note.detail());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    static String key(Row row) {
        return row.cluster() + "/" + row.uid();
    }

    private static void row(JsonGenerator out, Row row, List<Place> places, Sight sight, long now) throws IOException {
        out.writeStartObject();
        out.writeStringField("k", key(row));
        out.writeStringField("c", row.cluster());
        if (!row.namespace().isEmpty()) {
            out.writeStringField("ns", row.namespace());
        }
        out.writeStringField("n", row.name());
        out.writeStringField("u", row.uid());
        out.writeNumberField("t", row.created());
        out.writeArrayFieldStart("cells");
        for (Place place : places) {
            out.writeString(shown(place.lens().text(row, sight, now)));
        }
        out.writeEndArray();
        out.writeStringField("s", row.health().state().word());
        if (!row.health().reason().isEmpty()) {
            out.writeStringField("r", shown(row.health().reason()));
        }
        if (row.deleted() != 0) {
            out.writeNumberField("d", row.deleted());
        }
        times(out, row, places, now);
        usage(out, row, places, sight);
        out.writeEndObject();
    }

    /** Which parts of which cells are times that age; the age column needs none, it comes from {@code t}. */
    private static void times(JsonGenerator out, Row row, List<Place> places, long now) throws IOException {
        boolean open = false;
        for (int i = 0; i < places.size(); i++) {
            Lens lens = places.get(i).lens();
            String part = lens.aging(row, now);
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
            out.writeNumber(lens.began(row));
            out.writeEndArray();
            out.writeEndArray();
        }
        if (open) {
            out.writeEndObject();
        }
    }

    private static void usage(JsonGenerator out, Row row, List<Place> places, Sight sight) throws IOException {
        boolean open = false;
        for (int i = 0; i < places.size(); i++) {
            Usage usage = places.get(i).lens().usage(row, sight);
            if (usage == null) {
                continue;
            }
            if (!open) {
                out.writeObjectFieldStart("usage");
                open = true;
            }
            out.writeObjectFieldStart(Integer.toString(i));
            number(out, "used", usage.used());
            number(out, "request", usage.request());
            number(out, "limit", usage.limit());
            number(out, "allocatable", usage.allocatable());
            out.writeEndObject();
        }
        if (open) {
            out.writeEndObject();
        }
    }

    /** Whole numbers without a fraction. */
    private static void number(JsonGenerator out, String name, @Nullable Double number) throws IOException {
        if (number == null) {
            return;
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.writeNumberField(name, number.longValue());
        } else {
            out.writeNumberField(name, number);
        }
    }

    /** @param problem what refused it, when it was refused */
    static byte[] age(String cluster, Age age, @Nullable Problem problem) {
        return object(256, out -> {
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
