package dev.fresnel.resources.relations;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.KubeObject;
import java.util.LinkedHashSet;
import java.util.Set;

/** What an Ingress leads to. */
final class Routes {
    private Routes() {}

    static Set<String> services(KubeObject ingress) {
        Set<String> names = new LinkedHashSet<>();
        add(names, ingress.at("/spec/defaultBackend"));
        for (Json rule : ingress.at("/spec/rules").items()) {
            rule.at("/http/paths").items().forEach(path -> add(names, path.get("backend")));
        }
        return names;
    }

    static Set<String> secrets(KubeObject ingress) {
        Set<String> names = new LinkedHashSet<>();
        ingress.at("/spec/tls").items().forEach(tls -> names.add(tls.get("secretName").text()));
        names.remove("");
        return names;
    }

    private static void add(Set<String> names, Json backend) {
        String name = backend.at("/service/name").text();
        if (!name.isEmpty()) {
            names.add(name);
        }
    }
}
