package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Versions of the nodes' kubelets; the page knows the API server's. */
record Versions(List<Kubelets> kubelets) {
    /** How many nodes have it. */
    record Kubelets(String version, int nodes) {}

    static Versions of(Seen seen) {
        Map<String, Integer> counts = new TreeMap<>();
        for (KubeObject node : seen.known(Kind.NODE)) {
            counts.merge(node.text("/status/nodeInfo/kubeletVersion"), 1, Integer::sum);
        }
        return new Versions(counts.entrySet().stream().map(one -> new Kubelets(one.getKey(), one.getValue())).toList());
    }
}
