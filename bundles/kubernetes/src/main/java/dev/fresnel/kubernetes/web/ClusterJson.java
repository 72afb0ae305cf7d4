package dev.fresnel.kubernetes.web;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes {@code Cluster} and {@code Kind} of the interfaces page. */
final class ClusterJson {
    private ClusterJson() {}

    static Map<String, Object> clusters(List<ClusterInfo> clusters) {
        return Map.of("clusters", clusters.stream().map(ClusterJson::cluster).toList());
    }

    private static Map<String, Object> cluster(ClusterInfo cluster) {
        var json = new LinkedHashMap<String, Object>();
        json.put("id", cluster.id());
        json.put("name", cluster.name());
        json.put("source", cluster.source());
        json.put("state", cluster.state().name().toLowerCase(Locale.ROOT));
        json.put("since", cluster.since().toEpochMilli());
        put(json, "version", cluster.version());
        put(json, "detail", cluster.detail());
        put(json, "namespace", cluster.namespace());
        put(json, "context", cluster.context());
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Each resource once, in the version that its group prefers; {@code versions} names all. */
    static Map<String, Object> kinds(Clusters.Discovery discovery) {
        var first = new LinkedHashMap<String, ServedKind>();
        var versions = new LinkedHashMap<String, List<String>>();
        for (ServedKind served : discovery.kinds()) {
            first.putIfAbsent(served.kind().id(), served);
            versions.computeIfAbsent(served.kind().id(), id -> new ArrayList<>()).add(served.kind().version());
        }
        var kinds = new ArrayList<Map<String, Object>>();
        first.forEach((id, served) -> kinds.add(kind(served, versions.get(id))));
        var problems = discovery.problems().stream()
                .map(problem -> Map.of("group", problem.group(), "detail", problem.detail()))
                .toList();
        var json = new LinkedHashMap<String, Object>();
        json.put("kinds", kinds);
        json.put("problems", problems);
        return json;
    }

    private static Map<String, Object> kind(ServedKind served, List<String> versions) {
        Kind kind = served.kind();
        var json = new LinkedHashMap<String, Object>();
        json.put("resource", kind.resource());
        json.put("group", kind.group());
        json.put("version", kind.version());
        json.put("kind", kind.kind());
        json.put("namespaced", kind.namespaced());
        json.put("verbs", served.verbs());
        json.put("shortNames", served.shortNames());
        json.put("categories", served.categories());
        json.put("custom", served.custom());
        json.put("versions", List.copyOf(versions));
        return json;
    }
}
