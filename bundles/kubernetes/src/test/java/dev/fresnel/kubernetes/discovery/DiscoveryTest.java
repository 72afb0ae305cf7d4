package dev.fresnel.kubernetes.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.Discovery;
import dev.fresnel.spi.transport.Clusters.GroupProblem;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DiscoveryTest {
    private static final Principal JANE = new Principal("jane", "jane", Principal.Door.BEARER, Optional.of("t"));
    private static final Principal JOE = new Principal("joe", "joe", Principal.Door.BEARER, Optional.of("u"));

    private static final String CORE = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","freshness":"Current","resources":[
              {"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","verbs":["get","list"],
               "shortNames":["po"],"categories":["all"],"subresources":[{"subresource":"log"}]},
              {"resource":"nodes","responseKind":{"group":"","version":"v1","kind":"Node"},"scope":"Cluster","verbs":["list"]}]}]}]}
            """;

    private static final String OTHERS = """
            {"kind":"APIGroupDiscoveryList","items":[
             {"metadata":{"name":"autoscaling"},"versions":[
               {"version":"v2","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["list"]}]},
               {"version":"v1","resources":[{"resource":"horizontalpodautoscalers","responseKind":{"kind":"HorizontalPodAutoscaler"},"scope":"Namespaced","verbs":["list"]}]}]},
             {"metadata":{"name":"karpenter.sh"},"versions":[{"version":"v1","resources":[{"resource":"nodepools","responseKind":{"kind":"NodePool"},"scope":"Cluster","verbs":["list"]}]}]},
             {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale","resources":[{"resource":"pods","responseKind":{"kind":"PodMetrics"},"scope":"Namespaced","verbs":["list"]}]}]}]}
            """;

    private static final String DEFINITIONS = """
            {"kind":"Table","rows":[{"cells":["nodepools.karpenter.sh","2026-01-01"]}]}
            """;

    private static final String SERVICES = """
            {"items":[{"metadata":{"name":"v1.karpenter.sh"},"spec":{}},{"metadata":{"name":"v1beta1.metrics.k8s.io"},"spec":{"service":{"name":"metrics-server"}}}]}
            """;

    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?includeObject=None";
    private static final String APISERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";

    /** What the API server says by target; without an entry it forbids. */
    private final Map<String, String> documents = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> tags = new HashMap<>();
    private final List<String> changed = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private int refusal = 403;

    private final Clock clock = new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private final Transport transport = (principal, cluster, request) -> {
        synchronized (asked) {
            asked.add(principal.name() + " " + request.target());
        }
        String document = documents.get(request.target());
        boolean same = document != null && request.headers().getOrDefault("If-None-Match", List.of()).contains(String.valueOf(tags.get(request.target())));
        return new Answer(document == null ? refusal : same ? 304 : 200, document, tags.get(request.target()));
    };

    private final DiscoveryCache cache = new DiscoveryCache(transport, changed::add, clock);

    private record Answer(int status, String document, String tag) implements UpstreamResponse {
        @Override
        public Map<String, List<String>> headers() {
            return tag == null ? Map.of() : Map.of("etag", List.of(tag));
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(String.valueOf(document).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {}
    }

    private void aggregated() {
        documents.put("/api", CORE);
        documents.put("/apis", OTHERS);
    }

    private static ServedKind kind(Discovery discovery, String id, String version) {
        return discovery.kinds().stream()
                .filter(served -> served.kind().id().equals(id) && served.kind().version().equals(version))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aggregatedDocumentGivesKindsPreferredVersionsFirst() {
        aggregated();
        Discovery discovery = cache.get(JANE, "c");
        assertThat(discovery.kinds()).extracting(served -> served.kind().id() + " " + served.kind().version())
                .containsExactly("pods v1", "nodes v1", "horizontalpodautoscalers.autoscaling v2", "nodepools.karpenter.sh v1",
                        "pods.metrics.k8s.io v1beta1", "horizontalpodautoscalers.autoscaling v1");
        ServedKind pods = kind(discovery, "pods", "v1");
        assertThat(pods.kind().namespaced()).isTrue();
        assertThat(pods.verbs()).containsExactly("get", "list");
        assertThat(pods.shortNames()).containsExactly("po");
        assertThat(pods.categories()).containsExactly("all");
        assertThat(kind(discovery, "nodes", "v1").kind().namespaced()).isFalse();
        assertThat(discovery.problems()).extracting(GroupProblem::group).containsExactly("metrics.k8s.io/v1beta1");
    }

    @Test
    void originsAreKnownWhereTheyMayBeSeen() {
        aggregated();
        documents.put(CRDS, DEFINITIONS);
        documents.put(APISERVICES, SERVICES);
        Discovery discovery = cache.get(JANE, "c");
        assertThat(kind(discovery, "pods", "v1")).matches(served -> !served.custom() && !served.aggregated());
        assertThat(kind(discovery, "nodepools.karpenter.sh", "v1")).matches(served -> served.custom() && !served.aggregated());
        assertThat(kind(discovery, "pods.metrics.k8s.io", "v1beta1")).matches(served -> !served.custom() && served.aggregated());
    }

    @Test
    void unknownOriginCountsAsAggregated() {
        aggregated();
        Discovery discovery = cache.get(JANE, "c");
        assertThat(kind(discovery, "pods", "v1").aggregated()).isFalse();
        assertThat(kind(discovery, "nodepools.karpenter.sh", "v1")).matches(served -> served.custom() && served.aggregated());
    }

    @Test
    void plainListsServeOlderServersAndEachGroupFailsAlone() {
        documents.put("/api", "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        documents.put("/api/v1", "{\"resources\":[{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true,\"verbs\":[\"list\"]},{\"name\":\"pods/log\",\"kind\":\"Pod\"}]}");
        documents.put("/apis", "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"apps\",\"versions\":[{\"version\":\"v1beta1\"},{\"version\":\"v1\"}],"
                + "\"preferredVersion\":{\"version\":\"v1\"}},{\"name\":\"broken.io\",\"versions\":[{\"version\":\"v1\"}],\"preferredVersion\":{\"version\":\"v1\"}}]}");
        documents.put("/apis/apps/v1", "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\",\"namespaced\":true,\"verbs\":[]}]}");
        documents.put("/apis/apps/v1beta1", "{\"resources\":[{\"name\":\"deployments\",\"kind\":\"Deployment\",\"namespaced\":true,\"verbs\":[]}]}");
        refusal = 503;
        Discovery discovery = cache.get(JANE, "c");
        assertThat(discovery.kinds()).extracting(served -> served.kind().id() + " " + served.kind().version())
                .containsExactly("pods v1", "deployments.apps v1", "deployments.apps v1beta1");
        assertThat(discovery.problems()).containsExactly(new GroupProblem("broken.io/v1", "The API server answered 503."));
    }

    @Test
    void refusalsAreNamed() {
        assertThatThrownBy(() -> cache.get(JANE, "c"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        refusal = 401;
        assertThatThrownBy(() -> cache.get(JANE, "c"))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED));
    }

    @Test
    void answersAreKeptForEachPrincipalAlone() {
        aggregated();
        Discovery janes = cache.get(JANE, "c");
        assertThat(cache.get(JANE, "c")).isSameAs(janes);
        assertThat(asked).hasSize(4).allMatch(line -> line.startsWith("jane "));
        cache.get(JOE, "c");
        assertThat(asked).filteredOn(line -> line.startsWith("joe ")).hasSize(4);
    }

    @Test
    void nothingStaysOfAPrincipalWhoseSessionHasEnded() {
        aggregated();
        cache.get(JANE, "c");
        Discovery joes = cache.get(JOE, "c");
        asked.clear();
        cache.forget(JANE);
        assertThat(cache.get(JOE, "c")).isSameAs(joes);
        cache.get(JANE, "c");
        assertThat(asked).hasSize(4).allMatch(line -> line.startsWith("jane "));
    }

    @Test
    void afterHalfAMinuteTheyAreAskedAgainCheaplyAndChangesAreTold() {
        aggregated();
        documents.put(CRDS, DEFINITIONS);
        documents.put(APISERVICES, SERVICES);
        tags.put("/api", "\"a\"");
        tags.put("/apis", "\"b\"");
        cache.get(JANE, "c");
        asked.clear();

        now = now.plus(Duration.ofSeconds(31));
        cache.get(JANE, "c");
        assertThat(asked).containsExactly("jane /api", "jane /apis");
        assertThat(changed).isEmpty();

        now = now.plus(Duration.ofSeconds(31));
        documents.put("/apis", OTHERS.replace("nodepools", "nodepouls"));
        tags.put("/apis", "\"c\"");
        assertThat(cache.get(JANE, "c").kinds()).extracting(served -> served.kind().resource()).contains("nodepouls");
        assertThat(changed).containsExactly("c");
    }

    @Test
    void clusterThatIsAnotherOneNowIsAskedAfresh() {
        aggregated();
        cache.get(JANE, "c");
        asked.clear();
        cache.forget("c");
        cache.get(JANE, "c");
        assertThat(asked).hasSize(4);
    }
}
