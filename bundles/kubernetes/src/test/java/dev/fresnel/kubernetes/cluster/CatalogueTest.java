package dev.fresnel.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.cluster.ClusterSpec;
import dev.fresnel.kubernetes.kubeconfig.Context;
import dev.fresnel.kubernetes.kubeconfig.Kubeconfig;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import dev.fresnel.spi.http.Listener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
    private static final Listener LISTENER = new Listener() {
        @Override
        public URI local() {
            return URI.create("http://127.0.0.1:28500/x");
        }

        @Override
        public URI visible() {
            return local();
        }

        @Override
        public String basePath() {
            return "/x";
        }
    };

    private static final List<Definition> DEMO = PluginClusters.of(
                    Map.of("demo-cluster", new ClusterSpec("demo", "Demo", "/k8s/abc", "secret")))
            .definitions(LISTENER);

    private static Kubeconfig kubeconfig(String... names) {
        return new Kubeconfig(
                List.of(names).stream()
                        .map(name -> new Context(name, "", Server.at("https://" + name.toLowerCase(java.util.Locale.ROOT)), User.ANONYMOUS, null))
                        .toList(),
                Map.of());
    }

    private static Map<String, Definition> catalogue(boolean inCluster, boolean demo, Kubeconfig kubeconfig, List<Definition> plugins) {
        var settings = new Settings(
                List.of(), inCluster, demo, Set.of("b", "A"), Map.of("KUBERNETES_SERVICE_HOST", "fd00::1"), Duration.ZERO, Duration.ZERO, "x");
        return new Catalogue(settings).definitions(kubeconfig, plugins);
    }

    @Test
    void demoShowsWhenThereIsNoOtherOrOnRequestButNeverInACluster() {
        assertThat(catalogue(false, false, Kubeconfig.NONE, DEMO)).containsOnlyKeys("demo");
        assertThat(catalogue(false, false, kubeconfig("a"), DEMO)).containsOnlyKeys("a");
        assertThat(catalogue(false, true, kubeconfig("a"), DEMO)).containsOnlyKeys("a", "demo");
        assertThat(catalogue(true, true, Kubeconfig.NONE, DEMO)).containsOnlyKeys("in-cluster");
    }

    @Test
    void clustersOfPluginsAnswerBelowTheirOwnRouteOfThisServer() {
        Definition demo = DEMO.getFirst();
        assertThat(demo.server().url()).isEqualTo("http://127.0.0.1:28500/x/api/v1/plugins/demo-cluster/k8s/abc");
        assertThat(demo.owner()).isNotNull();
        assertThat(demo.owner().token()).isEqualTo("secret");
        assertThat(demo.source()).isEqualTo("demo");
        assertThat(PluginClusters.of(Map.of("p", new ClusterSpec("x", "X", "/k8s", "t"))).definitions(null).getFirst().broken())
                .contains("starting");
    }

    @Test
    void directAreThoseThatTheAdminNamesByIdOrContextAndOurOwn() {
        Map<String, Definition> all = catalogue(true, false, kubeconfig("A", "b", "c"), List.of());
        assertThat(all.values().stream().filter(Definition::direct).map(Definition::name)).containsExactlyInAnyOrder("A", "b", "in-cluster");
        assertThat(DEMO.getFirst().direct()).isFalse();
    }

    @Test
    void pluginsCannotAnnounceWhatIsNoIdOrLeavesTheirRoute() {
        assertThat(PluginClusters.of(Map.of("p", new ClusterSpec("UP", "X", "/k8s", "t"))).definitions(LISTENER)).isEmpty();
        assertThat(PluginClusters.of(Map.of("p", new ClusterSpec("x", "X", "/../../me", "t"))).definitions(LISTENER)).isEmpty();
        assertThat(PluginClusters.of(Map.of("p", new ClusterSpec("x", "X", "k8s", "t"))).definitions(LISTENER)).isEmpty();
    }

    @Test
    void pluginCannotTakeTheIdOfAnother() {
        List<Definition> taken = PluginClusters.of(Map.of("p", new ClusterSpec("a", "Mine", "/k8s", "t"))).definitions(LISTENER);
        assertThat(catalogue(false, false, kubeconfig("a"), taken).get("a").source()).isEqualTo("kubeconfig");
    }

    @Test
    void ownClusterHasItsIdAndNobodysCredential() {
        Map<String, Definition> all = catalogue(true, false, kubeconfig("In-Cluster"), List.of());
        assertThat(all.get("in-cluster").server().url()).isEqualTo("https://[fd00::1]:443");
        assertThat(all.get("in-cluster").owner()).isNull();
        assertThat(all.keySet()).anyMatch(id -> id.matches("in-cluster-[0-9a-f]{4}"));
    }

    @Test
    void fileThatCannotBeReadShowsWithItsReasonAndDoesNotHideTheDemo() {
        var unreadable = new Kubeconfig(List.of(), Map.of(Path.of("/home/me/.kube/config"), "is not YAML: line 3"));
        Map<String, Definition> all = catalogue(false, false, unreadable, DEMO);
        assertThat(all).containsKeys("-home-me-.kube-config", "demo");
        assertThat(all.get("-home-me-.kube-config").broken()).contains("is not YAML: line 3", "correct it");
    }
}
