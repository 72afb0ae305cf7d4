package dev.fresnel.resources.action;

import dev.fresnel.api.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pod templates as maps. */
final class Templates {
    private Templates() {}

    static Map<String, Object> without(Json template, String label) {
        Map<String, Object> all = members(template);
        Map<String, Object> metadata = members(template.get("metadata"));
        Map<String, Object> labels = members(template.at("/metadata/labels"));
        labels.remove(label);
        metadata.put("labels", labels);
        all.put("metadata", metadata);
        return all;
    }

    static Map<String, Object> members(Json object) {
        var members = new LinkedHashMap<String, Object>();
        object.names().forEach(name -> members.put(name, object.get(name)));
        return members;
    }
}
