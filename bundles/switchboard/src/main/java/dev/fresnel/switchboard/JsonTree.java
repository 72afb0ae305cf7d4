package dev.fresnel.switchboard;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fresnel.api.json.Json;
import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A JSON value over Jackson's tree, which nobody else gets to see. */
record JsonTree(JsonNode node) implements Json {
    static final Json NOTHING = new JsonTree(MissingNode.getInstance());

    @Override
    public Type type() {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> Type.OBJECT;
            case ARRAY -> Type.ARRAY;
            case STRING, BINARY -> Type.STRING;
            case NUMBER -> Type.NUMBER;
            case BOOLEAN -> Type.BOOLEAN;
            case NULL -> Type.NULL;
            case MISSING -> Type.ABSENT;
        };
    }

    @Override
    public Json at(String pointer) {
        return pointer.isEmpty() ? this : of(node.at(JsonPointer.compile(pointer)));
    }

    @Override
    public Json get(String name) {
        return of(node.path(name));
    }

    @Override
    public Set<String> names() {
        if (!node.isObject()) {
            return Set.of();
        }
        var names = new LinkedHashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return Collections.unmodifiableSet(names);
    }

    @Override
    public List<Json> items() {
        return node.isArray() ? new Items(node) : List.of();
    }

    @Override
    public String text() {
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    @Override
    public long number(long or) {
        return node.isNumber() ? node.longValue() : or;
    }

    @Override
    public boolean flag() {
        return node.isBoolean() && node.booleanValue();
    }

    @Override
    public String toString() {
        return node.isMissingNode() ? "null" : node.toString();
    }

    private static Json of(JsonNode node) {
        return node.isMissingNode() ? NOTHING : new JsonTree(node);
    }

    private static final class Items extends AbstractList<Json> {
        private final JsonNode array;

        Items(JsonNode array) {
            this.array = array;
        }

        @Override
        public Json get(int index) {
            return of(array.get(java.util.Objects.checkIndex(index, array.size())));
        }

        @Override
        public int size() {
            return array.size();
        }
    }
}
