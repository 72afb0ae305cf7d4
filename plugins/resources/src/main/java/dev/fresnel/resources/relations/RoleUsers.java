package dev.fresnel.resources.relations;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.view.Lookup;
import java.util.List;

/** Which bindings give a role. */
final class RoleUsers {
    private RoleUsers() {}

    static List<Relation> of(KubeObject role, Kind bindings, String namespace, Lookup lookup) {
        return lookup.select(bindings, namespace, "").stream()
                .filter(binding -> binding.text("/roleRef/kind").equals(role.ref().kind().kind()) && binding.text("/roleRef/name").equals(role.ref().name()))
                .map(binding -> new Relation(binding.ref(), "relation.boundBy"))
                .toList();
    }
}
