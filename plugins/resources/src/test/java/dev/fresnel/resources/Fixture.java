package dev.fresnel.resources;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.view.Reads;
import dev.fresnel.switchboard.BundleCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object from JSON text with ' for quotes; what was not declared cannot be read, as on the platform. */
public record Fixture(Kind kind, Json json, Map<String, String> cells, Optional<Reads> declared) implements KubeObject {
    private static final BundleCodec CODEC = new BundleCodec();

    public static Fixture of(Kind kind, String text) {
        return new Fixture(kind, CODEC.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), Map.of(), Optional.empty());
    }

    public Fixture cell(String column, String value) {
        var all = new HashMap<>(cells);
        all.put(column, value);
        return new Fixture(kind, json, all, declared);
    }

    public Fixture reading(Reads reads) {
        return new Fixture(kind, json, cells, Optional.of(reads));
    }

    @Override
    public ObjectRef ref() {
        return new ObjectRef("demo", kind, json.at("/metadata/namespace").text(), json.at("/metadata/name").text());
    }

    @Override
    public String uid() {
        return json.at("/metadata/uid").text();
    }

    @Override
    public Map<String, String> labels() {
        var labels = new HashMap<String, String>();
        Json told = json.at("/metadata/labels");
        told.names().forEach(name -> labels.put(name, told.get(name).text()));
        return labels;
    }

    @Override
    public Map<String, String> annotations() {
        return Map.of();
    }

    @Override
    public Instant created() {
        return Instant.EPOCH;
    }

    @Override
    public Optional<Instant> deleted() {
        return Optional.of(json.at("/metadata/deletionTimestamp").text()).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    @Override
    public List<Json> owners() {
        return json.at("/metadata/ownerReferences").items();
    }

    @Override
    public Json at(String pointer) {
        declared.ifPresent(reads -> {
            if (reads.fields().stream().noneMatch(field -> pointer.equals(field) || pointer.startsWith(field + "/"))) {
                throw new AssertionError("reads " + pointer + " without declaring it");
            }
        });
        return json.at(pointer);
    }

    @Override
    public String cell(String column) {
        declared.ifPresent(reads -> {
            if (!reads.cells().contains(column)) {
                throw new AssertionError("reads the cell " + column + " without declaring it");
            }
        });
        return cells.getOrDefault(column, "");
    }
}
