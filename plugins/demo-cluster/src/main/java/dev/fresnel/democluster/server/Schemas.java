package dev.fresnel.democluster.server;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/** The OpenAPI schemas of the built-in kinds: kept as text, read into shapes one by one as they are needed. */
final class Schemas {
    private static final String REF = "#/components/schemas/";

    private final Map<String, byte[]> texts = new HashMap<>();
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();
    private final Types types;

    Schemas(Types types) {
        this.types = types;
        byte[] all = unpack();
        try (JsonParser parser = Json.FACTORY.createParser(all)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                texts.put(name, Arrays.copyOfRange(all, start, (int) parser.currentLocation().getByteOffset()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpack() {
        try (InputStream file = Schemas.class.getResourceAsStream("/dev/fresnel/democluster/data/schemas.json.gz");
                InputStream plain = new GZIPInputStream(file)) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shape of whole objects of a type. */
    Shape of(ResourceType type) {
        if (type.custom()) {
            return types.definition(type).map(Types.Definition::shape).orElse(Shape.any());
        }
        return name(type.group(), type.version(), type.kind()).map(this::shape).orElse(Shape.any());
    }

    /** Schema name of a built-in kind: the group's first word is its package. */
    Optional<String> name(String group, String version, String kind) {
        String pkg = group.isEmpty() ? "core" : group.replaceFirst("\\..*", "");
        for (String name : new String[] {"io.k8s.api." + pkg + "." + version + "." + kind,
            "io.k8s.apimachinery.pkg.apis.meta.v1." + kind,
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions." + version + "." + kind}) {
            if (texts.containsKey(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    Optional<JsonNode> text(String name) {
        return Optional.ofNullable(texts.get(name)).map(Json::parse);
    }

    Shape shape(String name) {
        Shape known = shapes.get(name);
        if (known == null) {
            known = texts.containsKey(name) ? Shape.read(name, Json.parse(texts.get(name)), this::link) : Shape.any();
            shapes.put(name, known);
        }
        return known;
    }

    private Shape.Link link(JsonNode node) {
        String ref = node.path("$ref").asText(Json.text(node.path("allOf").path(0), "$ref"));
        if (ref.isEmpty()) {
            return new Shape.Fixed(Shape.read("", node, this::link));
        }
        return new Named(this, ref.substring(REF.length()).intern(), node.path("default"));
    }

    private record Named(Schemas schemas, String name, JsonNode preset) implements Shape.Link {
        @Override
        public Shape get() {
            return schemas.shape(name);
        }
    }
}
