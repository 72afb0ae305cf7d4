package dev.fresnel.resources.rbac;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Roles and bindings that a caller may read, each binding with its rules. */
final class Bindings {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final Kind ROLE = new Kind(GROUP, "v1", "roles", "Role", true);
    private static final Kind CLUSTER_ROLE = new Kind(GROUP, "v1", "clusterroles", "ClusterRole", false);
    private static final Kind BINDING = new Kind(GROUP, "v1", "rolebindings", "RoleBinding", true);
    private static final Kind CLUSTER_BINDING = new Kind(GROUP, "v1", "clusterrolebindings", "ClusterRoleBinding", false);

    private final View view;
    private final TreeSet<String> unread = new TreeSet<>();

    Bindings(View view) {
        this.view = view;
    }

    /** An object of this package as the page gets it. */
    record Name(String kind, String namespace, String name) {}

    /** One binding; without rules when its role is not there or may not be read. */
    record Bound(Name binding, Name role, List<Json> subjects, Optional<Json> rules) {}

    /** @param namespace bindings of this namespace and of the cluster; {@code ""} = all */
    List<Bound> in(String namespace) {
        Map<Name, Json> rules = new HashMap<>();
        list(CLUSTER_ROLE, "").forEach(role -> rules.put(new Name("ClusterRole", "", role.ref().name()), role.at("/rules")));
        list(ROLE, namespace).forEach(role -> rules.put(new Name("Role", role.ref().namespace(), role.ref().name()), role.at("/rules")));
        List<Bound> all = new ArrayList<>();
        list(CLUSTER_BINDING, "").forEach(binding -> all.add(bound(binding, rules)));
        list(BINDING, namespace).forEach(binding -> all.add(bound(binding, rules)));
        return all;
    }

    /** Kinds of which something may be missing. */
    List<String> unread() {
        return List.copyOf(unread);
    }

    private static Bound bound(KubeObject binding, Map<Name, Json> rules) {
        String kind = binding.text("/roleRef/kind");
        String namespace = binding.ref().namespace();
        var role = new Name(kind, kind.equals("Role") ? namespace : "", binding.text("/roleRef/name"));
        var name = new Name(binding.ref().kind().kind(), namespace, binding.ref().name());
        return new Bound(name, role, binding.at("/subjects").items(), Optional.ofNullable(rules.get(role)));
    }

    private List<KubeObject> list(Kind kind, String namespace) {
        Answer<List<KubeObject>> answer = view.list(kind, kind.namespaced() ? Selector.inNamespace(namespace) : Selector.ALL);
        if (answer instanceof Answer.Known<List<KubeObject>> known) {
            if (!known.coverage().whole()) {
                unread.add(kind.id());
            }
            return known.value();
        }
        unread.add(kind.id());
        return List.of();
    }
}
