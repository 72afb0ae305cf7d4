package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.resource.Relation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a pod spec names: ConfigMaps, Secrets, claims, its account. */
final class PodParts {
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");

    private PodParts() {}

    /** A name of a kind in the pod's own namespace. */
    record Part(Kind kind, String name) {}

    static List<Relation> relations(KubeObject object, Json spec) {
        return parts(spec).stream().map(part -> new Relation(ref(object, part.kind(), part.name()), role(part.kind()))).toList();
    }

    static ObjectRef ref(KubeObject near, Kind kind, String name) {
        return new ObjectRef(near.ref().cluster(), kind, kind.namespaced() ? near.ref().namespace() : "", name);
    }

    static Set<Part> parts(Json spec) {
        Set<Part> parts = new LinkedHashSet<>();
        spec.get("volumes").items().forEach(volume -> addVolume(parts, volume));
        CONTAINERS.stream().flatMap(field -> spec.get(field).items().stream()).forEach(container -> addEnvironment(parts, container));
        spec.get("imagePullSecrets").items().forEach(one -> add(parts, Kind.SECRET, one.get("name")));
        add(parts, Kinds.ACCOUNT, spec.get("serviceAccountName"));
        return parts;
    }

    private static void addVolume(Set<Part> parts, Json volume) {
        add(parts, Kinds.CONFIG_MAP, volume.at("/configMap/name"));
        add(parts, Kind.SECRET, volume.at("/secret/secretName"));
        add(parts, Kinds.CLAIM, volume.at("/persistentVolumeClaim/claimName"));
        for (Json source : volume.at("/projected/sources").items()) {
            add(parts, Kinds.CONFIG_MAP, source.at("/configMap/name"));
            add(parts, Kind.SECRET, source.at("/secret/name"));
        }
    }

    private static void addEnvironment(Set<Part> parts, Json container) {
        Stream.concat(container.get("envFrom").items().stream(), container.get("env").items().stream().map(one -> one.get("valueFrom"))).forEach(from -> {
            add(parts, Kinds.CONFIG_MAP, from.at("/configMapRef/name"));
            add(parts, Kinds.CONFIG_MAP, from.at("/configMapKeyRef/name"));
            add(parts, Kind.SECRET, from.at("/secretRef/name"));
            add(parts, Kind.SECRET, from.at("/secretKeyRef/name"));
        });
    }

    private static void add(Set<Part> parts, Kind kind, Json name) {
        if (!name.text().isEmpty()) {
            parts.add(new Part(kind, name.text()));
        }
    }

    private static String role(Kind kind) {
        if (kind.equals(Kinds.CLAIM)) {
            return "relation.storage";
        }
        return kind.equals(Kinds.ACCOUNT) ? "relation.account" : "relation.config";
    }
}
