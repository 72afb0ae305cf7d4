package dev.fresnel.live.store;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Reads;
import java.util.List;
import java.util.Map;

/** An object of which only the declared fields can be read; metadata is always there. */
final class DeclaredObject extends SeenObject {
    private static final byte[] EMPTY = {'{', '}'};

    private final Map<String, byte[]> found;
    private final Reads reads;
    private final JsonCodec json;

    DeclaredObject(Scope scope, Row.Facts facts, Map<String, byte[]> found, Reads reads, JsonCodec json) {
        super(scope, facts, () -> EMPTY, json);
        this.found = found;
        this.reads = reads;
        this.json = json;
    }

    @Override
    public Json at(String pointer) {
        for (String declared : reads.fields()) {
            if (pointer.equals(declared)) {
                return value(declared);
            }
        }
        for (String declared : reads.fields()) {
            if (pointer.startsWith(declared + "/")) {
                return value(declared).at(pointer.substring(declared.length()));
            }
        }
        throw undeclared("field " + pointer);
    }

    private Json value(String declared) {
        byte[] text = found.get(declared);
        return text == null ? json.parse(EMPTY).get("none") : json.parse(text);
    }

    @Override
    public String cell(String column) {
        if (!reads.cells().contains(column)) {
            throw undeclared("cell " + column);
        }
        return super.cell(column);
    }

    @Override
    public Map<String, String> annotations() {
        return reads.fields().contains("/metadata/annotations") ? texts(at("/metadata/annotations")) : refuse("/metadata/annotations");
    }

    @Override
    public List<Json> owners() {
        return at("/metadata/ownerReferences").items();
    }

    private static Map<String, String> refuse(String field) {
        throw undeclared("field " + field);
    }

    private static Problem undeclared(String what) {
        return new Problem(Problem.Kind.BUG, "LIVE_READ_UNDECLARED", "The function reads the " + what + " without declaring it.");
    }
}
