package dev.fresnel.live.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.search.Field.Searched;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Span;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One look through everything that is there now: what was found, best first, and what was not looked at. */
final class Hunt {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Comparator<Found> BEST = Comparator.comparingInt((Found found) -> -found.score)
            .thenComparingInt(found -> found.row.name().length())
            .thenComparingInt(found -> found.place)
            .thenComparing(found -> found.row, Row.LISTED);

    private final Query query;
    private final Set<String> kinds;
    private final int limit;
    private final PriorityQueue<Found> worst = new PriorityQueue<>(BEST.reversed());
    private final Map<String, List<String>> covered = new LinkedHashMap<>();
    private final List<Uncovered> uncovered = new ArrayList<>();
    private int matched;
    private int searched;
    private boolean complete = true;

    /** @param place its kind's rank among the kinds */
    private record Found(Row row, ServedKind kind, int score, String why, int place) {}

    private record Uncovered(String cluster, String resource, String why, String detail) {}

    /** @param kinds empty = all */
    Hunt(Query query, Set<String> kinds, int limit) {
        this.query = query;
        this.kinds = kinds;
        this.limit = limit;
    }

    private boolean meant(String id) {
        return kinds.isEmpty() || kinds.contains(id);
    }

    Hunt through(List<Field> fields) {
        for (Field field : fields) {
            through(field);
        }
        return this;
    }

    private void through(Field field) {
        Problem down = field.down();
        if (down != null) {
            uncovered.add(new Uncovered(field.cluster(), "*", "unreachable", down.text()));
        } else if (!field.discovered()) {
            complete = false;
            uncovered.add(new Uncovered(field.cluster(), "*", "loading", ""));
        }
        List<Searched> all = field.searched();
        List<String> watched = all.stream().map(one -> one.kind.kind().id()).toList();
        for (int i = 0; i < all.size(); i++) {
            if (meant(watched.get(i))) {
                through(field.cluster(), all.get(i), i);
            }
        }
        for (ServedKind kind : field.served()) {
            if (!watched.contains(kind.kind().id()) && meant(kind.kind().id())) {
                uncovered.add(new Uncovered(field.cluster(), kind.kind().id(), "not-watched", ""));
            }
        }
    }

    private void through(String cluster, Searched one, int place) {
        String id = one.kind.kind().id();
        through(one.kind, one.rows(), place);
        Uncovered why = why(cluster, id, one);
        if (why != null) {
            uncovered.add(why);
            complete &= !why.why.equals("loading");
        }
        if (why == null || why.why.equals("partly")) {
            covered.computeIfAbsent(cluster, none -> new ArrayList<>()).add(id);
        }
    }

    void through(ServedKind served, List<List<Row>> parts, int place) {
        int[] kind = query.kind(served);
        for (List<Row> rows : parts) {
            searched += rows.size();
            for (Row row : rows) {
                Query.Fit fit = query.fit(row, kind);
                if (fit != null) {
                    matched++;
                    keep(new Found(row, served, fit.score(), fit.why(), place));
                }
            }
        }
    }

    private static @Nullable Uncovered why(String cluster, String id, Searched one) {
        Problem ended = one.source.ended();
        if (ended != null) {
            boolean missing = ended.kind() == Problem.Kind.MISSING;
            return missing ? null : new Uncovered(cluster, id, "forbidden", ended.text());
        }
        Age age = one.source.age();
        if (!one.source.settled()) {
            return new Uncovered(cluster, id, age.state() == Age.State.UNREACHABLE ? "unreachable" : "loading", age.detail());
        }
        Span span = one.source.span();
        if (span == null) {
            return null;
        }
        if (span.objects() >= 0) {
            return new Uncovered(cluster, id, "partly", span.objects() + " objects by name");
        }
        String of = span.of() < 0 ? "" : " of " + span.of();
        return new Uncovered(cluster, id, "partly", span.names().size() + of + " namespaces");
    }

    private void keep(Found found) {
        if (worst.size() < limit) {
            worst.add(found);
        } else if (limit > 0 && BEST.compare(found, worst.element()) < 0) {
            worst.poll();
            worst.add(found);
        }
    }

    /** Whether nothing that is to be searched is still loading. */
    boolean complete() {
        return complete;
    }

    int searched() {
        return searched;
    }

    /** JSON text, {@code Found} of the interfaces page. */
    byte[] json() {
        var bytes = new ByteArrayOutputStream(8192);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("q", query.text());
            out.writeArrayFieldStart("results");
            for (Found found : worst.stream().sorted(BEST).toList()) {
                result(out, found);
            }
            out.writeEndArray();
            out.writeNumberField("matched", matched);
            out.writeNumberField("searched", searched);
            out.writeBooleanField("complete", complete);
            out.writeObjectFieldStart("covered");
            for (var one : covered.entrySet()) {
                out.writeArrayFieldStart(one.getKey());
                for (String id : one.getValue()) {
                    out.writeString(id);
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeArrayFieldStart("uncovered");
            for (Uncovered one : uncovered) {
                out.writeStartObject();
                out.writeStringField("cluster", one.cluster);
                out.writeStringField("resource", one.resource);
                out.writeStringField("why", one.why);
                if (!one.detail.isEmpty()) {
                    out.writeStringField("detail", one.detail);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void result(JsonGenerator out, Found found) throws IOException {
        Row row = found.row;
        out.writeStartObject();
        out.writeStringField("k", row.cluster() + "/" + row.uid());
        out.writeStringField("cluster", row.cluster());
        out.writeStringField("resource", found.kind.kind().id());
        out.writeStringField("kind", found.kind.kind().kind());
        if (!row.namespace().isEmpty()) {
            out.writeStringField("namespace", row.namespace());
        }
        out.writeStringField("name", row.name());
        out.writeStringField("uid", row.uid());
        out.writeStringField("state", row.health().state().word());
        if (!row.health().reason().isEmpty()) {
            out.writeStringField("reason", row.health().reason());
        }
        out.writeNumberField("score", found.score);
        out.writeStringField("why", found.why);
        List<int[]> marks = query.marks(row.name());
        if (!marks.isEmpty()) {
            out.writeArrayFieldStart("marks");
            for (int[] mark : marks) {
                out.writeArray(mark, 0, 2);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }
}
