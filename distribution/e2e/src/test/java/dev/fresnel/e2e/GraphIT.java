package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graph of a real cluster equals one that is computed from the API server's own lists, for each user, also after it has changed. */
@ClusterTest
class GraphIT {
    private static final int CHANGES = Boolean.getBoolean("fresnel.soak") ? 400 : 12;
    private static final String SHIPS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: ships.graph.fresnel.test}
            spec:
              group: graph.fresnel.test
              scope: Namespaced
              names: {plural: ships, singular: ship, kind: Ship}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
            """;
    private static final String WORLD = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: graph-runner}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: graph-config}, data: {a: b}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: graph-unused}, data: {a: b}}
            - {apiVersion: v1, kind: Secret, metadata: {name: graph-canary-secret}, stringData: {password: graph-canary-value}}
            - {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: graph-data}, spec: {accessModes: [ReadWriteOnce], storageClassName: standard, resources: {requests: {storage: 1Gi}}}}
            - apiVersion: apps/v1
              kind: Deployment
              metadata: {name: graph-web}
              spec:
                replicas: 3
                selector: {matchLabels: {app: graph-web}}
                template:
                  metadata: {labels: {app: graph-web, tier: front}}
                  spec:
                    serviceAccountName: graph-runner
                    imagePullSecrets: [{name: graph-canary-secret}]
                    initContainers: [{name: init, image: busybox, envFrom: [{configMapRef: {name: graph-config}}]}]
                    containers: [{name: web, image: nginx, env: [{name: P, valueFrom: {secretKeyRef: {name: graph-canary-secret, key: password}}}]}]
                    volumes: [{name: all, projected: {sources: [{configMap: {name: graph-config}}, {secret: {name: graph-canary-secret}}]}}]
            - apiVersion: apps/v1
              kind: StatefulSet
              metadata: {name: graph-db}
              spec:
                replicas: 1
                serviceName: graph-db
                selector: {matchLabels: {app: graph-db}}
                template:
                  metadata: {labels: {app: graph-db, tier: back}}
                  spec: {containers: [{name: db, image: postgres}], volumes: [{name: data, persistentVolumeClaim: {claimName: graph-data}}]}
            - {apiVersion: batch/v1, kind: CronJob, metadata: {name: graph-night}, spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, envFrom: [{secretRef: {name: graph-canary-secret}}]}]}}}}}}
            - {apiVersion: v1, kind: Service, metadata: {name: graph-web}, spec: {selector: {app: graph-web}, ports: [{port: 80}]}}
            - {apiVersion: v1, kind: Service, metadata: {name: graph-all}, spec: {selector: {tier: front}, ports: [{port: 80}]}}
            - {apiVersion: v1, kind: Service, metadata: {name: graph-none}, spec: {ports: [{port: 80}]}}
            - apiVersion: networking.k8s.io/v1
              kind: Ingress
              metadata: {name: graph-web}
              spec:
                ingressClassName: graph-class
                defaultBackend: {service: {name: graph-all, port: {number: 80}}}
                tls: [{hosts: [web.example], secretName: graph-canary-secret}]
                rules: [{host: web.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: graph-web, port: {number: 80}}}}]}}]
            - {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: graph-front}, spec: {podSelector: {matchExpressions: [{key: tier, operator: In, values: [front, edge]}, {key: app, operator: NotIn, values: [other]}]}}}
            - {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: graph-everybody}, spec: {podSelector: {}}}
            - {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: graph-web}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: graph-web}, minReplicas: 1, maxReplicas: 3}}
            - {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: graph-web}, spec: {minAvailable: 1, selector: {matchLabels: {app: graph-web}}}}
            - {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: graph-reader}, rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}
            - {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: graph-reader}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: graph-reader}, subjects: [{kind: ServiceAccount, name: graph-runner}]}
            - {apiVersion: graph.fresnel.test/v1, kind: Ship, metadata: {name: graph-ship}}
            """;

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        assumeTrue(given.kind().real(), "everybody is an administrator of the demo cluster");
        cluster = given;
        own = namespace;
        contexts = new Contexts(given);
        var admin = cluster.kubectl(User.ADMIN);
        admin.apply(SHIPS);
        admin.out("wait", "--for=condition=Established", "crd/ships.graph.fresnel.test", "--timeout=30s");
        admin.command("apply", "-n", own.name(), "-f", "-").input(WORLD).run().orFail("kubectl apply");
        admin.command("apply", "-n", "dev", "-f", "-").input(WORLD).run().orFail("kubectl apply");
        for (var place : List.of(own.name(), "dev")) {
            var uid = admin.out("get", "ship", "graph-ship", "-n", place, "-o", "jsonpath={.metadata.uid}");
            admin.out("patch", "configmap", "graph-unused", "-n", place, "--type=merge", "-p",
                    "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"graph.fresnel.test/v1\",\"kind\":\"Ship\",\"name\":\"graph-ship\",\"uid\":\"" + uid + "\"}]}}");
        }
        admin.out("wait", "-n", own.name(), "--for=condition=Available", "deployment/graph-web", "--timeout=60s");
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString(), "--namespaces", "dev," + own.name());
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
            contexts.close();
            cluster.kubectl(User.ADMIN).command("delete", "-n", "dev", "--wait=false", "-f", "-").input(WORLD).run();
            cluster.kubectl(User.ADMIN).run("delete", "crd", "ships.graph.fresnel.test", "--wait=false");
        }
    }

    private static GraphOracle.Drawn theirs(User user) {
        return GraphOracle.of(contexts.direct(user), List.of("dev", own.name()));
    }

    private static GraphOracle.Drawn ours(User user) {
        var answer = product.http().json("/api/v1/graph?cluster=" + user.word());
        var graph = answer.path("known");
        assertThat(graph.isObject()).as("%s", answer).isTrue();
        var names = new ArrayList<String>();
        graph.path("nodes").forEach(node -> names.add(node.at("/ref/resource").asText() + " " + node.at("/ref/namespace").asText() + "/" + node.at("/ref/name").asText()));
        var edges = new TreeSet<String>();
        graph.path("edges").forEach(edge -> edges.add(names.get(edge.path("from").asInt()) + " " + edge.path("role").asText().replace("edge.", "") + " " + names.get(edge.path("to").asInt())));
        return new GraphOracle.Drawn(new TreeSet<>(names), edges, new TreeSet<>(Shape.texts(graph.path("hidden"))));
    }

    /** The cluster lives: what the lists say before and after has to be the same before ours is judged by it. */
    private static GraphOracle.Drawn same(User user) {
        return Await.value("the graph of " + user.word() + " equals that of its lists", Duration.ofSeconds(60), () -> {
            var before = theirs(user);
            var drawn = ours(user);
            if (!before.equals(theirs(user))) {
                throw new AssertionError("the cluster is changing");
            }
            assertThat(drawn.nodes()).isEqualTo(before.nodes());
            assertThat(drawn.edges()).isEqualTo(before.edges());
            assertThat(drawn.hidden()).containsAll(before.hidden());
            return Optional.of(drawn);
        });
    }

    @ParameterizedTest
    @EnumSource(value = User.class, names = {"ADMIN", "DEV", "VIEWER", "NOBODY"})
    void theGraphIsThatOfTheUsersOwnLists(User user) {
        var drawn = same(user);
        switch (user) {
            case ADMIN -> assertThat(drawn.edges()).contains(
                    "ships.graph.fresnel.test " + own.name() + "/graph-ship owns configmaps " + own.name() + "/graph-unused",
                    "ingresses.networking.k8s.io dev/graph-web reads secrets dev/graph-canary-secret",
                    "horizontalpodautoscalers.autoscaling dev/graph-web scales deployments.apps dev/graph-web");
            case DEV -> assertThat(drawn.nodes()).contains("secrets dev/graph-canary-secret").noneMatch(node -> node.contains(own.name()) || node.startsWith("nodes "));
            case VIEWER -> assertThat(drawn.nodes()).contains("deployments.apps dev/graph-web").noneMatch(node -> node.contains("canary"));
            default -> assertThat(drawn.nodes()).isEmpty();
        }
    }

    @Test
    void itIsStillTheSameAfterEverythingHasChanged() {
        same(User.ADMIN);
        var random = new Random(7);
        for (int i = 0; i < CHANGES; i++) {
            change(random.nextInt(6), i);
        }
        same(User.ADMIN);
        same(User.VIEWER);
    }

    private static void change(int what, int i) {
        switch (what) {
            case 0 -> own.kubectl("scale", "deployment/graph-web", "--replicas=" + (1 + i % 4));
            case 1 -> own.kubectl("label", "--overwrite", "pods", "-l", "app=graph-db", "tier=" + (i % 2 == 0 ? "front" : "edge" + i));
            case 2 -> {
                own.kubectl("delete", "configmap", "graph-config");
                own.kubectl("create", "configmap", "graph-config", "--from-literal=i=" + i);
            }
            case 3 -> own.kubectl("patch", "service", "graph-all", "--type=merge", "-p", "{\"spec\":{\"selector\":{\"tier\":\"" + (i % 2 == 0 ? "back" : "front") + "\"}}}");
            case 4 -> own.kubectl("run", "graph-extra-" + i, "--image=nginx", "--labels=tier=front");
            default -> own.kubectl("delete", "pods", "-l", "app=graph-web", "--wait=false");
        }
    }

    /** What the channel tells in changes is what it tells anew. */
    @Test
    void changesAddUpToThePictureAndHiddenNamesAreNeverSent() {
        var params = "{\"clusters\":[\"viewer\"],\"open\":[\"%s\"],\"pods\":true}".formatted(own.name());
        try (var client = product.live(); var other = product.live()) {
            var page = new GraphPage(client.open("graph", params));
            Await.until("pods are drawn", () -> page.take().names().contains("graph-db-0"));
            own.kubectl("run", "graph-late", "--image=nginx", "--labels=tier=front");
            own.kubectl("scale", "deployment/graph-web", "--replicas=2");
            Await.until("what is new is drawn", () -> page.take().names().contains("graph-late"));
            Await.until("a new picture is the same", () -> {
                var anew = new GraphPage(other.open("graph", params));
                Await.until("the new one is there", () -> anew.take().names().contains("graph-db-0") && anew.live());
                return anew.take().text().equals(page.take().text());
            });
            assertThat(page.hidden()).contains("secrets", "nodes");
            assertThat(client.frames().toString()).doesNotContain("canary");
        }
    }

    @Test
    void aChangeIsOnTheSocketSoon() {
        try (var client = product.live()) {
            var page = new GraphPage(client.open("graph", "{\"clusters\":[\"admin\"],\"open\":[\"%s\"],\"pods\":true}".formatted(own.name())));
            Await.until("pods are drawn", () -> page.take().live() && page.names().contains("graph-db-0"));
            own.kubectl("run", "graph-quick", "--image=nginx");
            long begin = System.nanoTime();
            Await.until("it is drawn", () -> page.take().names().contains("graph-quick"));
            var took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("change to frame: " + took.toMillis() + " ms");
            if (System.getenv("FRESNEL_BUDGETS") != null) {
                assertThat(took).isLessThan(Duration.ofMillis(500));
            }
        }
    }

    /** What a page would have after all frames. */
    private static final class GraphPage {
        private final LiveClient.Channel channel;
        private final Map<String, JsonNode> all = new TreeMap<>();
        private int read;
        private JsonNode info = MissingNode.getInstance();

        GraphPage(LiveClient.Channel channel) {
            this.channel = channel;
        }

        GraphPage take() {
            var frames = channel.frames();
            for (; read < frames.size(); read++) {
                var d = frames.get(read).path("d");
                if (d.path("whole").asBoolean()) {
                    all.clear();
                }
                Shape.texts(d.path("gone")).forEach(all::remove);
                for (var part : List.of("groups", "nodes", "edges")) {
                    d.path(part).forEach(one -> all.put(one.path("id").asText(), one));
                }
                info = d.has("info") ? d.path("info") : info;
            }
            return this;
        }

        Set<String> names() {
            var names = new TreeSet<String>();
            all.values().forEach(one -> names.add(one.path("n").asText()));
            return names;
        }

        boolean live() {
            return info.path("state").asText().equals("live");
        }

        String text() {
            return all.toString();
        }

        List<String> hidden() {
            return Shape.texts(info.path("hidden"));
        }
    }
}
