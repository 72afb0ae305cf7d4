package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads request bodies: JSON, protobuf and YAML. */
final class Bodies {
    private static final int LARGEST = 3 * 1024 * 1024;
    private static final String OFFERED = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private final Protobuf protobuf;

    Bodies(Schemas schemas) {
        this.protobuf = new Protobuf(schemas);
    }

    static String mediaType(DemoRequest request) {
        return request.header().apply("Content-Type").split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    ObjectNode object(DemoRequest request) {
        byte[] bytes = bytes(request);
        return switch (mediaType(request)) {
            case "application/json", "" -> Json.parseObject(bytes);
            case "application/vnd.kubernetes.protobuf" -> protobuf.decode(bytes);
            case "application/yaml" -> asObject(yaml(bytes));
            default -> throw ApiFailure.unsupported(OFFERED);
        };
    }

    /** An optional body, as deletions have it. */
    ObjectNode options(DemoRequest request) {
        byte[] bytes = bytes(request);
        if (bytes.length == 0) {
            return Json.object();
        }
        return mediaType(request).equals("application/vnd.kubernetes.protobuf") ? protobuf.decode(bytes) : Json.parseObject(bytes);
    }

    /** Any patch; applied configurations may be YAML, of which JSON is a part. */
    static JsonNode patch(DemoRequest request) {
        byte[] bytes = bytes(request);
        boolean json = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
        return json || !mediaType(request).endsWith("yaml") ? Json.parse(bytes) : yaml(bytes);
    }

    static byte[] bytes(DemoRequest request) {
        try {
            byte[] bytes = request.body().readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw ApiFailure.badRequest("Request entity too large: limit is " + LARGEST);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode asObject(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw ApiFailure.badRequest("the body must be an object");
    }

    private static JsonNode yaml(byte[] bytes) {
        try {
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(new String(bytes, StandardCharsets.UTF_8));
            return node(tree);
        } catch (YamlEngineException e) {
            throw ApiFailure.badRequest("error converting YAML to JSON: " + e.getMessage());
        }
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case null -> Json.object().nullNode();
            case java.util.Map<?, ?> map -> {
                ObjectNode object = Json.object();
                map.forEach((key, one) -> object.set(String.valueOf(key), node(one)));
                yield object;
            }
            case Iterable<?> list -> {
                var array = Json.array();
                list.forEach(one -> array.add(node(one)));
                yield array;
            }
            case Boolean flag -> Json.object().booleanNode(flag);
            case Integer number -> Json.object().numberNode(number);
            case Long number -> Json.object().numberNode(number);
            case Double number -> Json.object().numberNode(number);
            default -> Json.text(String.valueOf(value));
        };
    }
}
