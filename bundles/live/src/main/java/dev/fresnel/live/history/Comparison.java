package dev.fresnel.live.history;

import dev.fresnel.api.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What differs between two versions of an object, field by field, without what counts up by itself and without what must stay secret. */
final class Comparison {
    private static final int MOST = 60;
    private static final int DEEPEST = 40;

    /** What the API server itself keeps, and what only says that somebody is alive. */
    private static final Set<String> ITS_OWN = Set.of(
            ".metadata.managedFields", ".metadata.resourceVersion", ".metadata.generation", ".metadata.uid", ".metadata.creationTimestamp",
            ".metadata.selfLink", ".status.observedGeneration", ".apiVersion", ".kind", ".dataKeys");

    private static final Set<String> SIGNS_OF_LIFE = Set.of("lastHeartbeatTime", "lastProbeTime", "renewTime", "lastUpdateTime");
    private static final Set<String> ANNOTATIONS =
            Set.of("endpoints.kubernetes.io/last-change-trigger-time", "control-plane.alpha.kubernetes.io/leader");

    /** What tells the elements of a list apart, best first. */
    private static final List<String> KEYS = List.of("name", "type", "key", "ip", "uid", "id", "containerPort", "port", "mountPath");

    private final Masks masks;
    private final List<Difference> found = new ArrayList<>();
    private int more;

    /**
     * One field.
     *
     * @param path {@code .spec.containers[name=web].image}
     * @param before JSON text, empty = was not there; of a long text the part that differs
     * @param after empty = is gone
     */
    record Difference(String path, Optional<String> before, Optional<String> after) {}

    private Comparison(Masks masks) {
        this.masks = masks;
    }

    /**
     * What was found.
     *
     * @param more how many fields beyond those
     */
    record Found(List<Difference> differences, int more) {}

    /** @param secret whether it is a Secret, of which only names are kept */
    static Found between(Json before, Json after, boolean secret) {
        Comparison comparison = new Comparison(new Masks(secret));
        comparison.walk("", "", before, after, 0);
        return new Found(comparison.found, comparison.more);
    }

    private void walk(String path, String name, Json before, Json after, int depth) {
        if (ITS_OWN.contains(path) || SIGNS_OF_LIFE.contains(name)) {
            return;
        }
        if (before.type() == Json.Type.OBJECT && after.type() == Json.Type.OBJECT && depth < DEEPEST) {
            members(path, before, after, depth);
        } else if (before.type() == Json.Type.ARRAY && after.type() == Json.Type.ARRAY && depth < DEEPEST) {
            elements(path, name, before, after, depth);
        } else if (before.type() != after.type() || !before.toString().equals(after.toString())) {
            note(path, name, before, after);
        }
    }

    private void members(String path, Json before, Json after, int depth) {
        Set<String> names = before.names();
        if (!names.equals(after.names())) {
            names = new LinkedHashSet<>(names);
            names.addAll(after.names());
        }
        boolean annotations = path.equals(".metadata.annotations");
        boolean variable = masks.enter(before, after);
        for (String name : names) {
            if (!annotations || !ANNOTATIONS.contains(name)) {
                walk(path + step(name), name, before.get(name), after.get(name), depth + 1);
            }
        }
        masks.leave(variable);
    }

    /** {@code .image}, or {@code ["a.b/c"]} where a dot would mislead. */
    private static String step(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')) {
                return "[\"" + (name.length() > 120 ? name.substring(0, 120) + "…" : name) + "\"]";
            }
        }
        return "." + name;
    }

    private void elements(String path, String name, Json before, Json after, int depth) {
        List<Json> old = before.items();
        List<Json> now = after.items();
        Optional<String> key = key(old, now);
        if (key.isPresent()) {
            Map<String, Json> olds = by(key.get(), old);
            Map<String, Json> nows = by(key.get(), now);
            Set<String> all = new LinkedHashSet<>(olds.keySet());
            all.addAll(nows.keySet());
            Json none = before.get("");
            for (String one : all) {
                walk(path + "[" + key.get() + "=" + one + "]", name, olds.getOrDefault(one, none), nows.getOrDefault(one, none), depth + 1);
            }
        } else if (old.size() == now.size()) {
            for (int i = 0; i < old.size(); i++) {
                walk(path + "[" + i + "]", name, old.get(i), now.get(i), depth + 1);
            }
        } else {
            note(path, name, before, after);
        }
    }

    private static Optional<String> key(List<Json> old, List<Json> now) {
        return KEYS.stream().filter(key -> unique(key, old) && unique(key, now)).findFirst();
    }

    private static boolean unique(String key, List<Json> items) {
        Set<String> seen = new HashSet<>();
        for (Json item : items) {
            String text = item.get(key).text();
            if (text.isEmpty() || text.length() > 200 || !seen.add(text)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Json> by(String key, List<Json> items) {
        Map<String, Json> out = new LinkedHashMap<>();
        items.forEach(item -> out.put(item.get(key).text(), item));
        return out;
    }

    private void note(String path, String name, Json before, Json after) {
        if (found.size() >= MOST) {
            more++;
            return;
        }
        String old = masks.text(path, name, before);
        String now = masks.text(path, name, after);
        int same = Excerpt.same(old, now);
        found.add(new Difference(path, there(before, Excerpt.of(old, same)), there(after, Excerpt.of(now, same))));
    }

    private static Optional<String> there(Json json, String text) {
        return json.type() == Json.Type.ABSENT ? Optional.empty() : Optional.of(text);
    }
}
