package dev.fresnel.kubernetes.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** JSON for tests. */
record TreeJson(JsonNode node) implements Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static JsonCodec codec() {
        return new Codec();
    }

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
        return new TreeJson(node.at(pointer));
    }

    @Override
    public Json get(String name) {
        return new TreeJson(node.path(name));
    }

    @Override
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Override
    public List<Json> items() {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).<Json>map(TreeJson::new).toList() : List.of();
    }

    @Override
    public String text() {
        return node.isContainerNode() ? "" : node.asText("");
    }

    @Override
    public long number(long or) {
        return node.isNumber() ? node.asLong() : or;
    }

    @Override
    public boolean flag() {
        return node.asBoolean(false);
    }

    private static final class Codec implements JsonCodec {
        @Override
        public byte[] write(Object value) {
            try {
                return MAPPER.writeValueAsBytes(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Json parse(byte[] text) {
            try {
                return new TreeJson(MAPPER.readTree(text));
            } catch (IOException e) {
                throw new Problem(Problem.Kind.INVALID, "JSON_INVALID", "That is no JSON.");
            }
        }

        @Override
        public Json parse(InputStream in, int limit) {
            try {
                return parse(in.readNBytes(limit));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public <T> T read(Json json, Class<T> type) {
            throw new UnsupportedOperationException();
        }
    }
}
