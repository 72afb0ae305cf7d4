package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Reads {@code application/vnd.kubernetes.protobuf} bodies into JSON by a table of fields; kubectl sends them for typed calls. */
final class Protobuf {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final JsonNode messages = Json.data("protobuf.json.gz");
    private final Schemas schemas;

    Protobuf(Schemas schemas) {
        this.schemas = schemas;
    }

    ObjectNode decode(byte[] body) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (body.length < MAGIC.length || body[i] != MAGIC[i]) {
                throw ApiFailure.badRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
            }
        }
        try {
            return unknown(new Wire(body, MAGIC.length, body.length));
        } catch (IndexOutOfBoundsException e) {
            throw ApiFailure.badRequest("unable to decode protobuf body: unexpected EOF");
        }
    }

    private ObjectNode unknown(Wire wire) {
        String apiVersion = "";
        String kind = "";
        byte[] raw = {};
        while (wire.more()) {
            int field = wire.field();
            if (field == 1) {
                Wire type = wire.nested();
                while (type.more()) {
                    int part = type.field();
                    String text = new String(type.bytes(), StandardCharsets.UTF_8);
                    apiVersion = part == 1 ? text : apiVersion;
                    kind = part == 2 ? text : kind;
                }
            } else if (field == 2) {
                raw = wire.bytes();
            } else {
                wire.skip();
            }
        }
        int cut = apiVersion.indexOf('/');
        String group = cut < 0 ? "" : apiVersion.substring(0, cut);
        String called = kind;
        String message = schemas.name(group, apiVersion.substring(cut + 1), kind).filter(messages::has)
                .orElseThrow(() -> ApiFailure.unsupported("application/json, not protobuf for " + called));
        ObjectNode tree = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        fill(tree, message, new Wire(raw, 0, raw.length));
        return tree;
    }

    private void fill(ObjectNode tree, String message, Wire wire) {
        JsonNode fields = messages.path(message);
        while (wire.more()) {
            int number = wire.field();
            JsonNode field = fields.path(Integer.toString(number));
            if (field.isMissingNode()) {
                wire.skip();
                continue;
            }
            String name = field.path(0).asText();
            String type = field.path(1).asText();
            String flags = field.path(2).asText();
            if (flags.contains("i")) {
                fill(tree, type, wire.nested());
            } else if (type.startsWith("map:")) {
                entry(Json.child(tree, name), type.substring(4), wire.nested());
            } else if (flags.contains("r")) {
                tree.withArray(name).add(value(type, wire));
            } else {
                put(tree, name, value(type, wire), flags.contains("z"));
            }
        }
    }

    /** Go writes empty values too; JSON leaves them out where the field says so. */
    private static void put(ObjectNode tree, String name, JsonNode value, boolean omitZero) {
        boolean zero = value.isNumber() && value.asLong() == 0 || value.isBoolean() && !value.asBoolean();
        if (!(value.isTextual() && value.asText().isEmpty()) && !value.isNull() && !(zero && omitZero)) {
            tree.set(name, value);
        }
    }

    private void entry(ObjectNode map, String type, Wire wire) {
        String key = "";
        JsonNode value = type.contains(".") ? Json.object() : Json.text("");
        while (wire.more()) {
            if (wire.field() == 1) {
                key = new String(wire.bytes(), StandardCharsets.UTF_8);
            } else {
                value = value(type, wire);
            }
        }
        map.set(key, value);
    }

    private JsonNode value(String type, Wire wire) {
        return switch (type) {
            case "string" -> Json.text(new String(wire.bytes(), StandardCharsets.UTF_8));
            case "bytes" -> Json.text(Base64.getEncoder().encodeToString(wire.bytes()));
            case "bool" -> Json.object().booleanNode(wire.number() != 0);
            case "double" -> Json.object().numberNode(Double.longBitsToDouble(wire.fixed()));
            case "int32" -> Json.object().numberNode((int) wire.number());
            case "int64", "uint32", "uint64" -> Json.object().numberNode(wire.number());
            default -> message(type, wire.nested());
        };
    }

    private JsonNode message(String type, Wire wire) {
        return switch (type) {
            case META + "Time", META + "MicroTime", META + "Timestamp" -> time(wire, type.endsWith("MicroTime"));
            case "io.k8s.apimachinery.pkg.api.resource.Quantity" -> Json.text(first(wire));
            case "io.k8s.apimachinery.pkg.util.intstr.IntOrString" -> either(wire);
            case "io.k8s.apimachinery.pkg.runtime.RawExtension", META + "FieldsV1",
                    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON" -> raw(wire);
            case "io.k8s.api.authentication.v1.ExtraValue", "io.k8s.api.authorization.v1.ExtraValue",
                    "io.k8s.api.certificates.v1.ExtraValue", META + "Verbs" -> {
                var list = Json.array();
                while (wire.more()) {
                    wire.field();
                    list.add(new String(wire.bytes(), StandardCharsets.UTF_8));
                }
                yield list;
            }
            default -> {
                ObjectNode child = Json.object();
                fill(child, type, wire);
                yield child;
            }
        };
    }

    private static String first(Wire wire) {
        String text = "";
        while (wire.more()) {
            wire.field();
            text = new String(wire.bytes(), StandardCharsets.UTF_8);
        }
        return text;
    }

    private static JsonNode raw(Wire wire) {
        String text = first(wire);
        return text.isEmpty() ? Json.object() : Json.parse(text);
    }

    private static JsonNode either(Wire wire) {
        long type = 0;
        long number = 0;
        String text = "";
        while (wire.more()) {
            switch (wire.field()) {
                case 1 -> type = wire.number();
                case 2 -> number = (int) wire.number();
                default -> text = new String(wire.bytes(), StandardCharsets.UTF_8);
            }
        }
        return type == 0 ? Json.object().numberNode((int) number) : Json.text(text);
    }

    private static JsonNode time(Wire wire, boolean micros) {
        long seconds = 0;
        long nanos = 0;
        boolean given = false;
        while (wire.more()) {
            int field = wire.field();
            long value = wire.number();
            seconds = field == 1 ? value : seconds;
            nanos = field == 2 ? value : nanos;
            given = true;
        }
        if (!given || seconds < -62_000_000_000L) {
            return Json.object().nullNode();
        }
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return Json.text(micros ? Names.micros(instant) : Names.time(instant));
    }

    /** A cursor over the protobuf wire format. */
    private static final class Wire {
        private final byte[] bytes;
        private final int end;
        private int at;
        private int kind;

        Wire(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        boolean more() {
            return at < end;
        }

        int field() {
            long tag = number();
            kind = (int) (tag & 7);
            return (int) (tag >>> 3);
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte part = bytes[at++];
                value |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
            throw new IndexOutOfBoundsException();
        }

        long fixed() {
            long value = 0;
            for (int i = 0; i < 8; i++) {
                value |= (bytes[at++] & 0xffL) << 8 * i;
            }
            return value;
        }

        byte[] bytes() {
            int length = (int) number();
            if (length < 0 || length > end - at) {
                throw new IndexOutOfBoundsException();
            }
            at += length;
            return java.util.Arrays.copyOfRange(bytes, at - length, at);
        }

        Wire nested() {
            byte[] part = bytes();
            return new Wire(part, 0, part.length);
        }

        void skip() {
            switch (kind) {
                case 0 -> number();
                case 1 -> at += 8;
                case 2 -> bytes();
                case 5 -> at += 4;
                default -> throw new IndexOutOfBoundsException();
            }
        }
    }
}
