package dev.fresnel.live.store;

import java.util.List;

/** The fields besides metadata that filters may ask of a kind; kept with each row, so that a filter never unpacks objects. */
public final class FieldIndex {
    private static final List<String> INVOLVED = List.of("uid", "kind", "name", "namespace", "apiVersion");

    private FieldIndex() {}

    /** Dotted paths, for a kind's {@code resource.group}. */
    public static List<String> of(String kind) {
        return switch (kind) {
            case "pods" -> List.of("spec.nodeName", "status.phase", "status.podIP", "spec.serviceAccountName");
            case "events" -> concat(prefixed("involvedObject."), List.of("reason", "type"));
            case "events.events.k8s.io" -> concat(prefixed("regarding."), List.of("reason", "type"));
            case "secrets", "services" -> kind.equals("services") ? List.of("spec.type", "spec.clusterIP") : List.of();
            case "persistentvolumeclaims" -> List.of("spec.volumeName", "spec.storageClassName", "status.phase");
            case "persistentvolumes" -> List.of("spec.claimRef.uid", "spec.claimRef.name", "spec.claimRef.namespace", "status.phase");
            case "namespaces" -> List.of("status.phase");
            case "nodes" -> List.of("spec.unschedulable");
            case "endpointslices.discovery.k8s.io" -> List.of("addressType");
            default -> List.of();
        };
    }

    private static List<String> prefixed(String prefix) {
        return INVOLVED.stream().map(field -> prefix + field).toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
