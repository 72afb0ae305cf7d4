package dev.fresnel.resources.action;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the containers of a kind stand. */
final class Containers {
    private Containers() {}

    /** {@code ""} for a pod, {@code /spec/template} for a workload. */
    private static String template(KubeObject object) {
        return switch (object.ref().kind().id()) {
            case "pods" -> "";
            case "cronjobs.batch" -> "/spec/jobTemplate/spec/template";
            default -> "/spec/template";
        };
    }

    static List<Json> of(KubeObject object) {
        String spec = template(object) + "/spec";
        return Stream.of("/containers", "/initContainers").flatMap(list -> object.at(spec + list).items().stream()).toList();
    }

    /** A strategic merge patch: the other containers stay as they are. */
    static Map<String, Object> patch(KubeObject object, String container, String image) {
        boolean initial = object.at(template(object) + "/spec/initContainers").items().stream().anyMatch(one -> one.get("name").text().equals(container));
        Map<String, Object> patch = Map.of("spec", Map.of(initial ? "initContainers" : "containers", List.of(Map.of("name", container, "image", image))));
        String[] parts = template(object).split("/");
        for (int i = parts.length - 1; i > 0; i--) {
            patch = Map.of(parts[i], patch);
        }
        return patch;
    }
}
