package dev.fresnel.kubernetes.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters.Discovery;
import dev.fresnel.spi.transport.Clusters.GroupProblem;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterJsonTest {
    @Test
    void clusterHasTheShapeOfTheInterfacesPage() {
        var cluster = new ClusterInfo(
                "prod", "Prod", "kubeconfig", ClusterInfo.State.DOWN, Instant.ofEpochMilli(7), null, "why not", "shop", "Prod");
        assertThat(ClusterJson.clusters(List.of(cluster))).isEqualTo(Map.of("clusters", List.of(Map.of(
                "id", "prod", "name", "Prod", "source", "kubeconfig", "state", "down", "since", 7L, "detail", "why not",
                "namespace", "shop", "context", "Prod"))));
    }

    @Test
    void eachResourceIsThereOnceInItsPreferredVersion() {
        var discovery = new Discovery(
                List.of(served("v2"), served("v1")), List.of(new GroupProblem("metrics.k8s.io/v1beta1", "silent")));
        assertThat(ClusterJson.kinds(discovery)).isEqualTo(Map.of(
                "kinds", List.of(Map.of(
                        "resource", "scales", "group", "acme.com", "version", "v2", "kind", "Scale", "namespaced", true,
                        "verbs", List.of("list"), "shortNames", List.of("sc"), "categories", List.of("all"), "custom", true,
                        "versions", List.of("v2", "v1"))),
                "problems", List.of(Map.of("group", "metrics.k8s.io/v1beta1", "detail", "silent"))));
    }

    private static ServedKind served(String version) {
        return new ServedKind(
                new Kind("acme.com", version, "scales", "Scale", true), List.of("list"), List.of("sc"), List.of("all"), true, false);
    }
}
