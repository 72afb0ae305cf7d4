package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Holds an object against its schema: unknown fields, wrong types, and for custom resources the rules of the schema. */
final class Check {
    private final boolean custom;
    private final List<String> unknown = new ArrayList<>();
    private final List<ApiFailure.Cause> causes = new ArrayList<>();
    private Optional<String> mismatch = Optional.empty();

    private Check(boolean custom) {
        this.custom = custom;
    }

    static Check of(ObjectNode tree, Shape shape, boolean custom) {
        Check check = new Check(custom);
        check.object(tree, shape, "", true);
        return check;
    }

    /** Paths of fields that the schema does not know. */
    List<String> unknown() {
        return unknown;
    }

    /** Broken rules of a custom resource. */
    List<ApiFailure.Cause> causes() {
        return causes;
    }

    /** The first value of a built-in kind that cannot be decoded. */
    Optional<String> mismatch() {
        return mismatch;
    }

    private void object(ObjectNode tree, Shape shape, String path, boolean root) {
        for (String name : shape.required()) {
            if (custom && (!tree.has(name) || tree.path(name).isNull())) {
                causes.add(new ApiFailure.Cause(join(path, name), "FieldValueRequired", "Required value"));
            }
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = tree.properties().iterator(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = field.getKey();
            if (root && (name.equals("apiVersion") || name.equals("kind") || custom && name.equals("metadata"))) {
                continue;
            }
            if (!shape.knows(name)) {
                unknown.add(join(path, name));
                if (custom) {
                    fields.remove();
                }
            } else {
                value(field.getValue(), shape.property(name), join(path, name));
            }
        }
    }

    private void value(JsonNode value, Shape shape, String path) {
        if (value.isNull()) {
            return;
        }
        if (!fits(value, shape)) {
            wrongType(value, shape, path);
            return;
        }
        if (custom) {
            rules(value, shape, path);
        }
        if (value instanceof ObjectNode object && !(shape.open() && shape.properties().isEmpty() && shape.values().isEmpty())) {
            object(object, shape, path, false);
        } else if (value.isArray()) {
            int index = 0;
            for (JsonNode item : value) {
                value(item, shape.item(), path + "[" + index++ + "]");
            }
        }
    }

    private static boolean fits(JsonNode value, Shape shape) {
        return switch (shape.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual() || loose(shape) && value.isNumber();
            case "integer" -> value.isIntegralNumber() || value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    /** Quantities and int-or-string values are strings in the schema but may be written as numbers. */
    private static boolean loose(Shape shape) {
        return shape.name().endsWith(".Quantity") || shape.name().endsWith(".IntOrString");
    }

    private void wrongType(JsonNode value, Shape shape, String path) {
        String actual = value.isTextual() ? "string" : value.isBoolean() ? "boolean" : value.isObject() ? "object" : value.isArray() ? "array"
                : value.isIntegralNumber() ? "integer" : "number";
        if (custom) {
            causes.add(invalid(path, "\"" + actual + "\"", path + " in body must be of type " + shape.type() + ": \"" + actual + "\""));
        } else if (mismatch.isEmpty()) {
            String from = actual.equals("boolean") ? "bool" : actual.equals("integer") ? "number" : actual;
            mismatch = Optional.of("json: cannot unmarshal " + from + " into Go struct field ." + path + " of type "
                    + (shape.type().equals("integer") ? "int32" : shape.type().equals("boolean") ? "bool" : shape.type()));
        }
    }

    private void rules(JsonNode value, Shape shape, String path) {
        JsonNode rules = shape.rules();
        if (rules.isMissingNode()) {
            return;
        }
        String shown = value.isTextual() ? "\"" + value.asText() + "\"" : value.toString();
        if (rules.has("enum") && rules.path("enum").valueStream().noneMatch(one -> Json.same(one, value))) {
            String all = String.join(", ", rules.path("enum").valueStream().map(JsonNode::toString).toList());
            causes.add(new ApiFailure.Cause(path, "FieldValueNotSupported", "Unsupported value: " + shown + ": supported values: " + all));
        }
        if (value.isTextual() && rules.has("pattern") && !Pattern.compile(rules.path("pattern").asText()).matcher(value.asText()).find()) {
            causes.add(invalid(path, shown, path + " in body should match '" + rules.path("pattern").asText() + "'"));
        }
        double size = value.isNumber() ? value.decimalValue().doubleValue() : value.isTextual() ? value.asText().length() : value.size();
        String least = value.isNumber() ? "minimum" : value.isTextual() ? "minLength" : "minItems";
        String most = value.isNumber() ? "maximum" : value.isTextual() ? "maxLength" : "maxItems";
        if (rules.has(least) && size < rules.path(least).asDouble()) {
            causes.add(invalid(path, shown, path + words(value, " in body should be greater than or equal to ", " in body should be at least ", " in body should have at least ", rules.path(least))));
        }
        if (rules.has(most) && size > rules.path(most).asDouble()) {
            causes.add(invalid(path, shown, path + words(value, " in body should be less than or equal to ", " should be at most ", " in body should have at most ", rules.path(most))));
        }
    }

    private static String words(JsonNode value, String number, String text, String list, JsonNode bound) {
        String limit = new BigDecimal(bound.asText()).stripTrailingZeros().toPlainString();
        return value.isNumber() ? number + limit : value.isTextual() ? text + limit + " chars long" : list + limit + " items";
    }

    private static ApiFailure.Cause invalid(String path, String shown, String message) {
        return new ApiFailure.Cause(path, "FieldValueInvalid", "Invalid value: " + shown + ": " + message);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
