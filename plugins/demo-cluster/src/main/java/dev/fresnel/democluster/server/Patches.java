package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON patch (RFC 6902), merge patch (RFC 7386), strategic merge patch and the merging half of server-side apply. */
final class Patches {
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private Patches() {}

    static ObjectNode merge(ObjectNode target, JsonNode patch) {
        for (var entry : patch.properties()) {
            JsonNode value = entry.getValue();
            if (value.isNull()) {
                target.remove(entry.getKey());
            } else if (value.isObject()) {
                ObjectNode child = target.path(entry.getKey()) instanceof ObjectNode there ? there : Json.object();
                target.set(entry.getKey(), merge(child, value));
            } else {
                target.set(entry.getKey(), value);
            }
        }
        return target;
    }

    static ObjectNode strategic(ObjectNode target, JsonNode patch, Shape shape) {
        String directive = Json.text(patch, "$patch");
        if (directive.equals("replace")) {
            ObjectNode fresh = ((ObjectNode) patch).deepCopy();
            fresh.remove("$patch");
            return fresh;
        }
        if (directive.equals("delete")) {
            return Json.object();
        }
        if (patch.has("$retainKeys")) {
            List<String> keep = Json.list(patch.path("$retainKeys"));
            target.retain(keep);
        }
        for (var entry : patch.properties()) {
            String name = entry.getKey();
            if (name.startsWith(DELETE_FROM)) {
                removeValues(target, name.substring(DELETE_FROM.length()), entry.getValue());
            } else if (!name.startsWith("$")) {
                member(target, name, entry.getValue(), shape.property(name));
            }
        }
        patch.properties().stream().filter(entry -> entry.getKey().startsWith(ORDER)).forEach(entry -> {
            String name = entry.getKey().substring(ORDER.length());
            if (target.path(name) instanceof ArrayNode list) {
                target.set(name, ordered(list, (ArrayNode) entry.getValue(), shape.property(name).mergeKeys()));
            }
        });
        return target;
    }

    private static void member(ObjectNode target, String name, JsonNode value, Shape shape) {
        if (value.isNull()) {
            target.remove(name);
        } else if (value.isObject()) {
            ObjectNode child = target.path(name) instanceof ObjectNode there ? there : Json.object();
            target.set(name, strategic(child, value, shape));
        } else if (value instanceof ArrayNode list && shape.patchStrategy().contains("merge")) {
            ArrayNode there = target.path(name) instanceof ArrayNode old ? old : Json.array();
            target.set(name, shape.mergeKeys().isEmpty() ? union(there, list) : mergeList(there, list, shape));
        } else {
            target.set(name, value);
        }
    }

    private static void removeValues(ObjectNode target, String name, JsonNode values) {
        if (target.path(name) instanceof ArrayNode list) {
            target.set(name, Json.array().addAll(list.valueStream()
                    .filter(one -> values.valueStream().noneMatch(value -> value.equals(one))).toList()));
        }
    }

    private static ArrayNode union(ArrayNode there, ArrayNode more) {
        ArrayNode all = there.deepCopy();
        more.valueStream().filter(one -> all.valueStream().noneMatch(one::equals)).toList().forEach(all::add);
        return all;
    }

    private static ArrayNode mergeList(ArrayNode there, ArrayNode patch, Shape shape) {
        List<String> keys = shape.mergeKeys();
        List<JsonNode> result = new ArrayList<>(there.valueStream().toList());
        for (JsonNode item : patch) {
            if (Json.text(item, "$patch").equals("replace")) {
                return Json.array().addAll(patch.valueStream().filter(one -> !one.has("$patch")).toList());
            }
            int index = indexOf(result, item, keys);
            if (Json.text(item, "$patch").equals("delete")) {
                if (index >= 0) {
                    result.remove(index);
                }
            } else if (index >= 0 && result.get(index) instanceof ObjectNode old) {
                result.set(index, strategic(old, item, shape.item()));
            } else {
                result.add(item instanceof ObjectNode fresh ? strategic(Json.object(), fresh, shape.item()) : item);
            }
        }
        return Json.array().addAll(result);
    }

    private static int indexOf(List<JsonNode> list, JsonNode item, List<String> keys) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode one = list.get(i);
            if (keys.stream().allMatch(key -> one.path(key).equals(item.path(key)))) {
                return i;
            }
        }
        return -1;
    }

    private static ArrayNode ordered(ArrayNode list, ArrayNode order, List<String> keys) {
        List<JsonNode> rest = new ArrayList<>(list.valueStream().toList());
        List<JsonNode> result = new ArrayList<>();
        for (JsonNode wanted : order) {
            int index = wanted.isObject() ? indexOf(rest, wanted, keys.isEmpty() ? List.of() : keys.stream().filter(wanted::has).toList())
                    : rest.indexOf(wanted);
            if (index >= 0) {
                result.add(rest.remove(index));
            }
        }
        result.addAll(rest);
        return Json.array().addAll(result);
    }

    /** Merges an applied configuration: maps by field, keyed lists by key, sets as unions, everything else replaces. */
    static ObjectNode apply(ObjectNode target, JsonNode applied, Shape shape) {
        for (var entry : applied.properties()) {
            JsonNode value = entry.getValue();
            Shape part = shape.property(entry.getKey());
            JsonNode there = target.path(entry.getKey());
            if (value.isObject() && there instanceof ObjectNode old && !part.listType().equals("atomic")) {
                target.set(entry.getKey(), apply(old, value, part));
            } else if (value instanceof ArrayNode list && there instanceof ArrayNode old && part.listType().equals("set")) {
                target.set(entry.getKey(), union(old, list));
            } else if (value instanceof ArrayNode list && there instanceof ArrayNode old && part.listType().equals("map")) {
                target.set(entry.getKey(), applyList(old, list, part));
            } else {
                target.set(entry.getKey(), value);
            }
        }
        return target;
    }

    private static ArrayNode applyList(ArrayNode there, ArrayNode applied, Shape shape) {
        List<JsonNode> result = new ArrayList<>(there.valueStream().toList());
        for (JsonNode item : applied) {
            int index = indexOf(result, item, shape.mergeKeys().stream().filter(item::has).toList());
            if (index >= 0 && result.get(index) instanceof ObjectNode old) {
                result.set(index, apply(old, item, shape.item()));
            } else {
                result.add(item);
            }
        }
        return Json.array().addAll(result);
    }

    static JsonNode json(JsonNode target, JsonNode operations) {
        JsonNode result = target;
        for (JsonNode operation : operations) {
            String path = Json.text(operation, "path");
            result = switch (Json.text(operation, "op")) {
                case "add" -> set(result, path, operation.path("value"));
                case "replace" -> set(remove(result, path), path, operation.path("value"));
                case "remove" -> remove(result, path);
                case "copy" -> set(result, path, existing(result, Json.text(operation, "from")).deepCopy());
                case "move" -> {
                    JsonNode value = existing(result, Json.text(operation, "from"));
                    yield set(remove(result, Json.text(operation, "from")), path, value);
                }
                case "test" -> {
                    if (!Json.same(result.at(path), operation.path("value"))) {
                        throw ApiFailure.badRequest("testing value " + path + " failed: test failed");
                    }
                    yield result;
                }
                default -> throw ApiFailure.badRequest("unexpected kind of patch operation: " + operation);
            };
        }
        return result;
    }

    private static JsonNode existing(JsonNode root, String path) {
        return Optional.of(root.at(path)).filter(node -> !node.isMissingNode())
                .orElseThrow(() -> ApiFailure.badRequest("the server rejected our request due to an error in our request: path does not exist: " + path));
    }

    private static JsonNode set(JsonNode root, String path, JsonNode value) {
        if (path.isEmpty()) {
            return value;
        }
        int cut = path.lastIndexOf('/');
        JsonNode parent = existing(root, path.substring(0, cut));
        String last = path.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode list) {
            list.insert(last.equals("-") ? list.size() : index(last, list.size()), value);
        }
        return root;
    }

    private static JsonNode remove(JsonNode root, String path) {
        existing(root, path);
        int cut = path.lastIndexOf('/');
        JsonNode parent = root.at(path.substring(0, cut));
        String last = path.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            object.remove(last);
        } else if (parent instanceof ArrayNode list) {
            list.remove(index(last, list.size() - 1));
        }
        return root;
    }

    private static int index(String text, int most) {
        int index = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (index < 0 || index > most) {
            throw ApiFailure.badRequest("invalid index in patch: " + text);
        }
        return index;
    }
}
