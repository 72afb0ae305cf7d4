package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object that was read by itself; it has no cells. */
public final class PlainObject implements KubeObject {
    private final Scope scope;
    private final Json body;

    public PlainObject(Scope scope, WholeObject object, JsonCodec json) {
        this.scope = scope;
        this.body = json.parse(object.text());
    }

    @Override
    public ObjectRef ref() {
        return new ObjectRef(scope.cluster(), scope.kind(), body.at("/metadata/namespace").text(), body.at("/metadata/name").text());
    }

    @Override
    public String uid() {
        return body.at("/metadata/uid").text();
    }

    @Override
    public Map<String, String> labels() {
        return SeenObject.texts(body.at("/metadata/labels"));
    }

    @Override
    public Map<String, String> annotations() {
        return SeenObject.texts(body.at("/metadata/annotations"));
    }

    @Override
    public Instant created() {
        return Instant.ofEpochMilli(ObjectCopy.millis(body.at("/metadata/creationTimestamp").text()));
    }

    @Override
    public Optional<Instant> deleted() {
        long at = ObjectCopy.millis(body.at("/metadata/deletionTimestamp").text());
        return at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
    }

    @Override
    public List<Json> owners() {
        return body.at("/metadata/ownerReferences").items();
    }

    @Override
    public Json at(String pointer) {
        return body.at(pointer);
    }

    @Override
    public String cell(String column) {
        return "";
    }
}
