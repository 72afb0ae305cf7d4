package dev.fresnel.resources.action;

import dev.fresnel.api.action.Selection;
import dev.fresnel.api.change.Change;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.change.Write;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Labels or annotations to set and to take away.
 *
 * @param field {@code labels} or {@code annotations}
 */
record Marks(String field, Map<String, String> set, List<String> removed) {
    private static final Pattern KEY = Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");

    /** @param pairs {@code key=value} */
    static Marks of(String field, List<String> pairs, List<String> removed) {
        var set = new LinkedHashMap<String, String>();
        for (String pair : pairs.stream().filter(text -> !text.isBlank()).toList()) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw Refusal.of("RESOURCES_MARK", "\"" + pair + "\" is not of the form key=value.");
            }
            String value = pair.substring(equals + 1);
            if (field.equals("labels") && !LABEL.matcher(value).matches()) {
                throw Refusal.of("RESOURCES_MARK", "\"" + value + "\" cannot be a label: at most 63 letters, digits, dots, dashes and underscores.");
            }
            set.put(key(pair.substring(0, equals)), value);
        }
        List<String> without = removed.stream().map(String::strip).filter(text -> !text.isEmpty()).map(Marks::key).toList();
        if (set.isEmpty() && without.isEmpty()) {
            throw Refusal.of("RESOURCES_MARK_NONE", "Say what to set or to remove.");
        }
        return new Marks(field, set, without);
    }

    private static String key(String text) {
        if (!KEY.matcher(text).matches()) {
            throw Refusal.of("RESOURCES_MARK", "\"" + text + "\" cannot be a key.");
        }
        return text;
    }

    Plan plan(Selection selection, String verb, String reason) {
        var options = new ArrayList<String>();
        set.forEach((key, value) -> options.add(key + "=" + value));
        removed.forEach(key -> options.add(key + "-"));
        if (selection.objects().stream().anyMatch(object -> set.keySet().stream().anyMatch(key -> of(object).containsKey(key)))) {
            options.add("--overwrite");
        }
        return Plan.each(selection.objects(), object -> Change.of(object, new Write.Patch(steps(object)), Message.of(reason)))
                .commands(Kubectl.each(verb, selection.objects(), options.toArray(String[]::new)));
    }

    private Map<String, String> of(KubeObject object) {
        return field.equals("labels") ? object.labels() : object.annotations();
    }

    /** Steps that touch these keys alone: what others change beside them stays. */
    private List<Map<String, Object>> steps(KubeObject object) {
        var steps = new ArrayList<Map<String, Object>>();
        String path = "/metadata/" + field;
        if (!set.isEmpty() && of(object).isEmpty()) {
            steps.add(Map.of("op", "add", "path", path, "value", Map.copyOf(set)));
        } else {
            set.forEach((key, value) -> steps.add(Map.of("op", "add", "path", path + "/" + escaped(key), "value", value)));
        }
        removed.stream().filter(of(object)::containsKey).forEach(key -> steps.add(Map.of("op", "remove", "path", path + "/" + escaped(key))));
        return steps;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
