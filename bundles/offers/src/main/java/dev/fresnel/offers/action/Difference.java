package dev.fresnel.offers.action;

import dev.fresnel.api.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a change does to an object, field by field; values of Secrets are never in it.
 *
 * @param path JSON pointer
 * @param before JSON text, empty = was not there
 * @param after JSON text, empty = is gone
 */
record Difference(String path, Optional<String> before, Optional<String> after) {
    private static final int MOST = 500;
    private static final int LONGEST = 4000;
    private static final String MASK = "\"•••\"";

    /** What the API server itself keeps. */
    private static final Set<String> ITS_OWN =
            Set.of("/metadata/managedFields", "/metadata/resourceVersion", "/metadata/generation", "/metadata/uid", "/metadata/creationTimestamp");

    static List<Difference> between(Json before, Json after, boolean secret) {
        var out = new ArrayList<Difference>();
        walk("", before, after, out);
        return out.stream().map(one -> secret && one.isValue() ? one.masked() : one).toList();
    }

    private static void walk(String path, Json before, Json after, List<Difference> out) {
        if (ITS_OWN.contains(path) || out.size() >= MOST || before.toString().equals(after.toString())) {
            return;
        }
        if (before.type() == Json.Type.OBJECT && after.type() == Json.Type.OBJECT) {
            Set<String> names = new LinkedHashSet<>(before.names());
            names.addAll(after.names());
            names.forEach(name -> walk(path + "/" + name.replace("~", "~0").replace("/", "~1"), before.get(name), after.get(name), out));
        } else if (before.type() == Json.Type.ARRAY && after.type() == Json.Type.ARRAY && before.items().size() == after.items().size()) {
            for (int i = 0; i < before.items().size(); i++) {
                walk(path + "/" + i, before.items().get(i), after.items().get(i), out);
            }
        } else {
            out.add(new Difference(path, text(before), text(after)));
        }
    }

    private static Optional<String> text(Json json) {
        if (json.type() == Json.Type.ABSENT) {
            return Optional.empty();
        }
        String text = json.toString();
        return Optional.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    private boolean isValue() {
        return path.equals("/data") || path.equals("/stringData") || path.startsWith("/data/") || path.startsWith("/stringData/")
                || path.equals("/metadata/annotations") || path.startsWith("/metadata/annotations/kubectl.kubernetes.io~1last-applied") || path.isEmpty();
    }

    private Difference masked() {
        return new Difference(path, before.map(text -> MASK), after.map(text -> MASK));
    }

    /** Whether that object has what this change gave it. */
    boolean holds(Json object) {
        Json now = object.at(path);
        return after.map(text -> text.equals(MASK) || text.endsWith("…") || now.toString().equals(text)).orElse(now.type() == Json.Type.ABSENT);
    }
}
