package dev.fresnel.live.function;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Reads;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object of which only the declared fields can be read; names, labels and times are always there. */
public record Declared(KubeObject whole, Reads reads) implements KubeObject {
    @Override
    public ObjectRef ref() {
        return whole.ref();
    }

    @Override
    public String uid() {
        return whole.uid();
    }

    @Override
    public Map<String, String> labels() {
        return whole.labels();
    }

    @Override
    public Map<String, String> annotations() {
        require("/metadata/annotations");
        return whole.annotations();
    }

    @Override
    public Instant created() {
        return whole.created();
    }

    @Override
    public Optional<Instant> deleted() {
        return whole.deleted();
    }

    @Override
    public List<Json> owners() {
        require("/metadata/ownerReferences");
        return whole.owners();
    }

    @Override
    public Json at(String pointer) {
        require(pointer);
        return whole.at(pointer);
    }

    @Override
    public String cell(String column) {
        if (!reads.cells().contains(column)) {
            throw undeclared("cell " + column);
        }
        return whole.cell(column);
    }

    private void require(String pointer) {
        for (String declared : reads.fields()) {
            if (pointer.equals(declared) || pointer.startsWith(declared + "/")) {
                return;
            }
        }
        throw undeclared("field " + pointer);
    }

    private Problem undeclared(String what) {
        return new Problem(
                Problem.Kind.BUG, "LIVE_READ_UNDECLARED", "The function reads the " + what + " of " + reads.kind().id() + " without declaring it.");
    }
}
