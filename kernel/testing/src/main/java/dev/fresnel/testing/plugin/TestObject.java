package dev.fresnel.testing.plugin;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.view.Reads;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a test. What a function has not declared it cannot read, as in production.
 *
 * @param reads what may be read; empty = everything, as endpoints do
 */
record TestObject(ObjectRef ref, Json body, Optional<Reads> reads) implements KubeObject {
    TestObject only(Reads declared) {
        return new TestObject(ref, body, Optional.of(declared));
    }

    @Override
    public String uid() {
        String uid = body.at("/metadata/uid").text();
        return uid.isEmpty() ? "uid-" + ref.namespace() + "-" + ref.name() : uid;
    }

    @Override
    public Map<String, String> labels() {
        return texts("/metadata/labels");
    }

    @Override
    public Map<String, String> annotations() {
        require("/metadata/annotations");
        return texts("/metadata/annotations");
    }

    private Map<String, String> texts(String pointer) {
        var texts = new LinkedHashMap<String, String>();
        Json map = body.at(pointer);
        map.names().forEach(name -> texts.put(name, map.get(name).text()));
        return texts;
    }

    @Override
    public Instant created() {
        String text = body.at("/metadata/creationTimestamp").text();
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }

    @Override
    public Optional<Instant> deleted() {
        return Optional.of(body.at("/metadata/deletionTimestamp").text()).filter(text -> !text.isEmpty()).map(Instant::parse);
    }

    @Override
    public List<Json> owners() {
        require("/metadata/ownerReferences");
        return body.at("/metadata/ownerReferences").items();
    }

    @Override
    public Json at(String pointer) {
        require(pointer);
        return body.at(pointer);
    }

    @Override
    public String cell(String column) {
        return body.at("/cells/" + column).text();
    }

    private void require(String pointer) {
        boolean may = reads.isEmpty() || reads.get().fields().stream().anyMatch(field -> pointer.equals(field) || pointer.startsWith(field + "/"));
        if (!may) {
            throw new AssertionError("The function reads " + pointer + " of " + ref.kind().id() + " without declaring it");
        }
    }
}
