package dev.fresnel.spi.transport;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The clusters that a principal may choose from. */
public interface Clusters {
    /** All that this principal may know of, in the order of their sources. */
    List<ClusterInfo> list(Principal principal);

    Optional<ClusterInfo> find(Principal principal, String id);

    /** Whether what one principal reads there may serve others; {@link Trust#NONE} for a cluster that is not there. */
    default Trust trust(Principal principal, String id) {
        return Trust.NONE;
    }

    /** Paths of this very server, below its base path, where clusters answer that plugins bring, each with the token that opens it. */
    default Map<String, String> inside() {
        return Map.of();
    }

    /**
     * The kinds that a cluster serves, by discovery as this principal; cached, refreshed when custom resources change.
     *
     * @throws dev.fresnel.api.plugin.Problem MISSING, UNAUTHENTICATED, FORBIDDEN or CLUSTER_DOWN
     */
    Discovery discovery(Principal principal, String id);

    /** Tells after each change of clusters, their states or their kinds ({@code cluster} = which); close to stop. */
    AutoCloseable watch(Listener listener);

    /** Called on a thread of the clusters bundle; must return at once. */
    @FunctionalInterface
    interface Listener {
        void changed(String cluster);
    }

    /**
     * What discovery answered.
     *
     * @param kinds all served resources without subresources, preferred versions first
     * @param problems groups that did not answer
     */
    record Discovery(List<ServedKind> kinds, List<GroupProblem> problems) {}

    /**
     * One served resource. JSON shape {@code Kind} of the interfaces page.
     *
     * @param aggregated served by an APIService of its own, not by kube-apiserver (rule R3)
     */
    record ServedKind(
            Kind kind, List<String> verbs, List<String> shortNames, List<String> categories, boolean custom, boolean aggregated) {}

    /** An API group that could not be asked. */
    record GroupProblem(String group, String detail) {}
}
