package dev.fresnel.kubernetes.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.api.plugin.Problem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where kinds come from: kube-apiserver itself, custom resources, or API servers of others behind it.
 *
 * @param custom names of the custom resource definitions; absent when we may not see them
 * @param aggregated {@code version.group} of the API services that somebody else serves; absent when we may not see them
 */
record Origins(Optional<Set<String>> custom, Optional<Set<String>> aggregated) {
    static final Origins UNKNOWN = new Origins(Optional.empty(), Optional.empty());

    /** The groups that kube-apiserver has ever served itself. */
    private static final Set<String> BUILT_IN = Set.of(
            "", "apps", "autoscaling", "batch", "extensions", "policy",
            "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io", "authentication.k8s.io",
            "authorization.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io",
            "flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
            "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
            "storagemigration.k8s.io");

    private static final String NAMES_ONLY = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    static Origins ask(Asker asker) {
        return new Origins(definitions(asker), services(asker));
    }

    private static Optional<Set<String>> definitions(Asker asker) {
        return document(asker, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?includeObject=None", NAMES_ONLY)
                .map(table -> {
                    var names = new HashSet<String>();
                    table.path("rows").forEach(row -> names.add(row.path("cells").path(0).asText()));
                    table.path("items").forEach(item -> names.add(item.path("metadata").path("name").asText()));
                    return names;
                });
    }

    private static Optional<Set<String>> services(Asker asker) {
        return document(asker, "/apis/apiregistration.k8s.io/v1/apiservices", "application/json").map(list -> {
            var names = new HashSet<String>();
            for (JsonNode item : list.path("items")) {
                if (item.path("spec").path("service").isObject()) {
                    names.add(item.path("metadata").path("name").asText());
                }
            }
            return names;
        });
    }

    private static Optional<JsonNode> document(Asker asker, String target, String accept) {
        try {
            Asker.Reply reply = asker.get(target, accept, "");
            return reply.ok() ? Optional.of(reply.document()) : Optional.empty();
        } catch (Problem e) {
            return Optional.empty();
        }
    }

    boolean custom(String group, String resource) {
        return custom.map(names -> names.contains(resource + "." + group)).orElseGet(() -> !BUILT_IN.contains(group));
    }

    /** What is not known counts as served by others: such a kind is never shared between people. */
    boolean aggregated(String group, String version) {
        return aggregated.map(names -> names.contains(version + "." + group)).orElse(!BUILT_IN.contains(group));
    }
}
