package dev.fresnel.switchboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * JSON for the types of one bundle. Jackson remembers every class it has seen in its mapper and type factory, so nothing of
 * either is shared: neither the default type factory nor buffers that hang on threads.
 */
final class Codec implements JsonCodec {
    private static final int TYPES_REMEMBERED = 200;
    private static final JsonInclude.Value PRESENT =
            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS);

    private final ObjectMapper mapper = mapper();

    private static ObjectMapper mapper() {
        JsonFactory factory = new JsonFactoryBuilder()
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .build();
        return JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(new LRUMap<>(16, TYPES_REMEMBERED)))
                .addModule(new Shapes())
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .withConfigOverride(Optional.class, type -> type.setInclude(PRESENT))
                .withConfigOverride(Json.class, type -> type.setInclude(PRESENT))
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @Override
    public byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Json parse(byte[] text) {
        try {
            return view(mapper.readTree(text));
        } catch (JacksonException e) {
            throw noJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Json parse(InputStream in, int limit) {
        try {
            byte[] text = in.readNBytes(limit);
            if (text.length == limit && in.read() >= 0) {
                throw new Problem(
                        Problem.Kind.INVALID, "JSON_TOO_LONG", "The JSON text is longer than " + limit + " bytes.",
                        Map.of("limit", limit), null);
            }
            return parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> T read(Json json, Class<T> type) {
        try {
            JsonNode node = json instanceof JsonTree tree ? tree.node() : mapper.readTree(json.toString());
            T value = mapper.treeToValue(node, type);
            if (value == null) {
                throw new Problem(Problem.Kind.INVALID, "JSON_MISMATCH", "There is no value where one is needed.");
            }
            return value;
        } catch (JacksonException e) {
            throw new Problem(
                    Problem.Kind.INVALID, "JSON_MISMATCH", "The JSON value does not fit: " + e.getOriginalMessage(), Map.of(), e);
        }
    }

    private static Json view(JsonNode node) {
        if (node.isMissingNode()) {
            throw new Problem(Problem.Kind.INVALID, "JSON_INVALID", "There is no JSON value, only empty text.");
        }
        return new JsonTree(node);
    }

    private static Problem noJson(JacksonException e) {
        var at = e.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return new Problem(Problem.Kind.INVALID, "JSON_INVALID", "This is no JSON" + where + ".");
    }
}
