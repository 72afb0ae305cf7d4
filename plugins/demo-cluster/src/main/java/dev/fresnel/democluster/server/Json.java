package dev.fresnel.democluster.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** JSON trees and bytes; one factory that leaves nothing on the threads of others. */
public final class Json {
    /** Buffers come from a pool of our own: the default pool parks them in thread-locals, which would pin this class loader. */
    static final JsonFactory FACTORY = JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();
    private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);
    private static final String DATA = "/dev/fresnel/democluster/data/";

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static ArrayNode texts(Iterable<String> values) {
        ArrayNode list = array();
        values.forEach(list::add);
        return list;
    }

    public static TextNode text(String value) {
        return TextNode.valueOf(value);
    }

    /** The text at a path of plain field names, or the empty text. */
    public static String text(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return found.isValueNode() && !found.isNull() ? found.asText() : "";
    }

    public static JsonNode at(JsonNode node, String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found;
    }

    /** The object at a path; what is missing on the way is made. */
    public static ObjectNode child(ObjectNode node, String... path) {
        ObjectNode found = node;
        for (String name : path) {
            found = found.path(name) instanceof ObjectNode there ? there : found.putObject(name);
        }
        return found;
    }

    public static JsonNode parse(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            return tree == null ? MAPPER.missingNode() : tree;
        } catch (JsonProcessingException e) {
            throw ApiFailure.badRequest("the object provided is unrecognized (must be of type Kubernetes API): " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parse(String text) {
        return parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static ObjectNode parseObject(byte[] bytes) {
        if (parse(bytes) instanceof ObjectNode tree) {
            return tree;
        }
        throw ApiFailure.badRequest("the body must be a JSON object");
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A data file of this bundle; names that end in {@code .gz} are unpacked. */
    public static JsonNode data(String name) {
        try (InputStream file = Json.class.getResourceAsStream(DATA + name)) {
            if (file == null) {
                throw new IllegalStateException("missing data file " + name);
            }
            InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(file) : file;
            return MAPPER.readTree(plain.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Equal as the API means it: numbers by value, objects without order. */
    public static boolean same(JsonNode left, JsonNode right) {
        return left.equals((a, b) -> a.isNumber() && b.isNumber() && a.decimalValue().compareTo(b.decimalValue()) == 0 ? 0
                : a.equals(b) ? 0 : 1, right);
    }

    public static List<String> list(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
