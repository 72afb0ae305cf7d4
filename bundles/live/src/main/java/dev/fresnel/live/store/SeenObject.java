package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stored object as plugins see it. Unpacked and parsed when something of its body is asked for, and forgotten again when
 * memory is short: lists of many thousands are handed out.
 */
class SeenObject implements KubeObject {
    private final Scope scope;
    private final Row.Facts facts;
    private final Supplier<byte[]> text;
    private final JsonCodec json;
    private @Nullable SoftReference<Json> body;

    SeenObject(Scope scope, Row.Facts facts, Supplier<byte[]> text, JsonCodec json) {
        this.scope = scope;
        this.facts = facts;
        this.text = text;
        this.json = json;
    }

    private synchronized Json body() {
        Json known = body == null ? null : body.get();
        if (known == null) {
            known = json.parse(text.get());
            body = new SoftReference<>(known);
        }
        return known;
    }

    @Override
    public ObjectRef ref() {
        return new ObjectRef(scope.cluster(), scope.kind(), facts.namespace, facts.name);
    }

    @Override
    public String uid() {
        return facts.uid;
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < facts.labels.length; i += 2) {
            labels.put(facts.labels[i], facts.labels[i + 1]);
        }
        return labels;
    }

    @Override
    public Map<String, String> annotations() {
        return texts(body().at("/metadata/annotations"));
    }

    static Map<String, String> texts(Json annotations) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String name : annotations.names()) {
            out.put(name, annotations.get(name).text());
        }
        return out;
    }

    @Override
    public Instant created() {
        return Instant.ofEpochMilli(facts.created);
    }

    @Override
    public Optional<Instant> deleted() {
        return facts.deleted == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(facts.deleted));
    }

    @Override
    public List<Json> owners() {
        return body().at("/metadata/ownerReferences").items();
    }

    @Override
    public Json at(String pointer) {
        return body().at(pointer);
    }

    @Override
    public String cell(String column) {
        int index = facts.header.named(column);
        return new Row(facts, dev.fresnel.api.resource.Health.FINE).cell(index, System.currentTimeMillis());
    }
}
