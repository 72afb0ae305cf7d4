package dev.fresnel.offers.action;

import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request of a plan, as it will be sent: text, nothing of the plugin's.
 *
 * @param verb as in access reviews
 * @param subresource {@code ""} = the object itself
 * @param query without {@code dryRun}
 * @param body JSON text
 */
record Step(
        ObjectRef target, String uid, String method, String verb, String subresource, String query, String contentType, String body, Message reason,
        Duration patience) {
    /** Stands for whoever sends it. */
    static final String MANAGER = "fieldManager=fresnel";
    private static final Duration LONGEST = Duration.ofHours(1);

    /** @param codec the plugin's own: bodies may hold its values */
    static Step of(Change change, JsonCodec codec, JsonCodec ours) {
        Write write = change.write();
        String uid = change.uid();
        Duration patience = change.patience().compareTo(LONGEST) > 0 ? LONGEST : change.patience();
        Sent sent = switch (write) {
            case Write.Apply apply -> new Sent(
                    "PATCH", "patch", MANAGER + (apply.force() ? "&force=true" : ""), "application/apply-patch+yaml",
                    named(plain(apply.object(), codec, ours), change, uid));
            case Write.Merge merge -> new Sent("PATCH", "patch", MANAGER, "application/merge-patch+json", meant(plain(merge.patch(), codec, ours), uid));
            case Write.Strategic merge -> new Sent(
                    "PATCH", "patch", MANAGER, "application/strategic-merge-patch+json", meant(plain(merge.patch(), codec, ours), uid));
            case Write.Patch patch -> new Sent("PATCH", "patch", MANAGER, "application/json-patch+json", tested(patch.steps(), uid));
            case Write.Create create when create.subresource().equals("eviction") -> new Sent(
                    "POST", "create", "", "application/json", evicted(plain(create.object(), codec, ours), change, uid));
            case Write.Create create when !create.subresource().isEmpty() -> new Sent(
                    "POST", "create", MANAGER, "application/json", plain(create.object(), codec, ours));
            case Write.Create create -> new Sent("POST", "create", MANAGER, "application/json", named(plain(create.object(), codec, ours), change, ""));
            case Write.Delete delete -> new Sent("DELETE", "delete", "", "application/json", options(delete, uid));
        };
        return new Step(
                change.target(), uid, sent.method(), sent.verb(), write.subresource(), sent.query(), sent.contentType(),
                new String(codec.write(sent.body()), StandardCharsets.UTF_8), change.reason(), patience);
    }

    private record Sent(String method, String verb, String query, String contentType, Object body) {}

    boolean creates() {
        return method.equals("POST") && subresource.isEmpty();
    }

    boolean deletes() {
        return method.equals("DELETE") || subresource.equals("eviction");
    }

    /** The plugin's map as our own: a value in it may be a record of the plugin's. */
    private static Map<String, Object> plain(Map<String, Object> object, JsonCodec codec, JsonCodec ours) {
        Json read = ours.parse(codec.write(object));
        var plain = new LinkedHashMap<String, Object>();
        read.names().forEach(name -> plain.put(name, read.get(name)));
        return plain;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> metadata(Map<String, Object> object) {
        var metadata = new LinkedHashMap<String, Object>();
        if (object.get("metadata") instanceof Json given) {
            given.names().forEach(name -> metadata.put(name, given.get(name)));
        }
        object.put("metadata", metadata);
        return metadata;
    }

    private static Map<String, Object> named(Map<String, Object> object, Change change, String uid) {
        ObjectRef target = change.target();
        object.put("apiVersion", target.kind().apiVersion());
        object.put("kind", target.kind().kind());
        Map<String, Object> metadata = metadata(object);
        metadata.put("name", target.name());
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        if (!uid.isEmpty()) {
            metadata.put("uid", uid);
        }
        return object;
    }

    private static Map<String, Object> meant(Map<String, Object> patch, String uid) {
        if (!uid.isEmpty()) {
            metadata(patch).put("uid", uid);
        }
        return patch;
    }

    private static Object tested(List<Map<String, Object>> steps, String uid) {
        var all = new ArrayList<Map<String, Object>>();
        if (!uid.isEmpty()) {
            all.add(Map.of("op", "test", "path", "/metadata/uid", "value", uid));
        }
        all.addAll(steps);
        return all;
    }

    private static Map<String, Object> evicted(Map<String, Object> eviction, Change change, String uid) {
        eviction.put("apiVersion", "policy/v1");
        eviction.put("kind", "Eviction");
        Map<String, Object> metadata = metadata(eviction);
        metadata.put("name", change.target().name());
        metadata.put("namespace", change.target().namespace());
        if (!uid.isEmpty()) {
            var options = new LinkedHashMap<String, Object>();
            if (eviction.get("deleteOptions") instanceof Json given) {
                given.names().forEach(name -> options.put(name, given.get(name)));
            }
            options.putIfAbsent("preconditions", Map.of("uid", uid));
            eviction.put("deleteOptions", options);
        }
        return eviction;
    }

    private static Map<String, Object> options(Write.Delete delete, String uid) {
        var options = new LinkedHashMap<String, Object>();
        options.put("apiVersion", "v1");
        options.put("kind", "DeleteOptions");
        String word = delete.propagation().name();
        options.put("propagationPolicy", word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT));
        if (delete.graceSeconds() >= 0) {
            options.put("gracePeriodSeconds", delete.graceSeconds());
        }
        if (!uid.isEmpty()) {
            options.put("preconditions", Map.of("uid", uid));
        }
        return options;
    }

    /** The same for the same request, on each replica: maps have no order. */
    String mark(JsonCodec ours) {
        return method + " " + Upstream.path(target, subresource) + "?" + query + " " + contentType + " " + sorted(ours.parse(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sorted(Json json) {
        return switch (json.type()) {
            case OBJECT -> json.names().stream().sorted().map(name -> name + ":" + sorted(json.get(name))).toList().toString();
            case ARRAY -> json.items().stream().map(Step::sorted).toList().toString();
            default -> json.toString();
        };
    }

    /** @throws Problem INVALID when the names could mean another path than they say */
    Step checked(String cluster) {
        boolean fits = target.cluster().equals(cluster)
                && target.name().matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,252}")
                && target.namespace().matches("|[a-z0-9][a-z0-9-]{0,62}")
                && subresource.matches("|[a-z]{1,40}")
                && target.kind().namespaced() != target.namespace().isEmpty();
        if (!fits) {
            throw new Problem(Problem.Kind.BUG, "ACTION_TARGET", "The action names an object that cannot be: " + target + ".");
        }
        return this;
    }
}
