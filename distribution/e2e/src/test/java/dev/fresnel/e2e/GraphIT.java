package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graph of a real cluster equals one that is computed from the API server's own lists, for each user, also after it has changed. */
@ClusterTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GraphIT {
    /** Each look asks for some thirty lists, and nothing may change meanwhile. */
    private static final Duration LOOKS = Duration.ofSeconds(180);
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
    /** Kinds that a plain cluster does not serve, as far as the map reads them. */
    private static final List<String> SERVED = List.of(
            "gateway.networking.k8s.io v1 gatewayclasses GatewayClass Cluster", "gateway.networking.k8s.io v1 gateways Gateway Namespaced",
            "gateway.networking.k8s.io v1 httproutes HTTPRoute Namespaced", "gateway.networking.k8s.io v1 grpcroutes GRPCRoute Namespaced",
            "gateway.networking.k8s.io v1alpha2 tlsroutes TLSRoute Namespaced", "gateway.networking.k8s.io v1alpha2 tcproutes TCPRoute Namespaced",
            "gateway.networking.k8s.io v1alpha2 udproutes UDPRoute Namespaced", "autoscaling.k8s.io v1 verticalpodautoscalers VerticalPodAutoscaler Namespaced");

    private static String definition(String served) {
        String[] of = served.split(" ");
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %3$s.%1$s, labels: {made-by: graph-it}, annotations: {api-approved.kubernetes.io: "unapproved, of a test"}}
                spec:
                  group: %1$s
                  scope: %5$s
                  names: {plural: %3$s, singular: %6$s, kind: %4$s}
                  versions: [{name: %2$s, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
                ---
                """.formatted(of[0], of[1], of[2], of[3], of[4], of[3].toLowerCase(Locale.ROOT));
    }

    /** What stands outside of namespaces, and leads into OWN. */
    private static final String WIDE = """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: graph-class}, spec: {controller: example.com/graph}}
            - {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: graph-slow}, provisioner: example.com/none, volumeBindingMode: WaitForFirstConsumer}
            - {apiVersion: v1, kind: PersistentVolume, metadata: {name: graph-volume}, spec: {storageClassName: graph-slow, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp/graph}}}
            - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: graph-wide}, rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}
            - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: graph-wide}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: graph-wide}, subjects: [{kind: ServiceAccount, name: graph-runner, namespace: OWN}]}
            - apiVersion: admissionregistration.k8s.io/v1
              kind: ValidatingWebhookConfiguration
              metadata: {name: graph-validates}
              webhooks: [{name: a.graph.fresnel.test, failurePolicy: Ignore, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: graph-web, namespace: OWN}}, rules: [{apiGroups: [never.fresnel.test], apiVersions: [v1], operations: [CREATE], resources: [nothing]}]}]
            - apiVersion: admissionregistration.k8s.io/v1
              kind: MutatingWebhookConfiguration
              metadata: {name: graph-mutates}
              webhooks: [{name: b.graph.fresnel.test, failurePolicy: Ignore, sideEffects: None, admissionReviewVersions: [v1], clientConfig: {service: {name: graph-all, namespace: OWN}}, rules: [{apiGroups: [never.fresnel.test], apiVersions: [v1], operations: [CREATE], resources: [nothing]}]}]
            - {apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: graph-envoy}}
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
            - {apiVersion: v1, kind: Pod, metadata: {name: graph-broken, labels: {testbed/state: imagepull, tier: front}}, spec: {containers: [{name: c, image: nothing}]}}
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
            - {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: graph-bound}, spec: {accessModes: [ReadWriteOnce], storageClassName: graph-slow, volumeName: graph-volume, resources: {requests: {storage: 1Gi}}}}
            - {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: graph-agent}, spec: {selector: {matchLabels: {app: graph-agent}}, template: {metadata: {labels: {app: graph-agent}}, spec: {nodeSelector: {graph: none}, containers: [{name: c, image: agent, envFrom: [{configMapRef: {name: graph-config}}]}]}}}}
            - {apiVersion: batch/v1, kind: Job, metadata: {name: graph-once}, spec: {suspend: true, template: {spec: {restartPolicy: Never, serviceAccountName: graph-runner, containers: [{name: c, image: busybox}]}}}}
            - apiVersion: networking.k8s.io/v1
              kind: NetworkPolicy
              metadata: {name: graph-peers}
              spec:
                podSelector: {matchLabels: {app: graph-web}}
                ingress: [{from: [{podSelector: {matchLabels: {tier: back}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: dev}}, podSelector: {matchLabels: {app: graph-db}}}, {ipBlock: {cidr: 10.0.0.0/8}}]}, {}]
                egress: [{to: [{podSelector: {matchLabels: {app: graph-db}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}]
            - {apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: graph-front}, spec: {gatewayClassName: graph-envoy, listeners: [{name: https, tls: {certificateRefs: [{name: graph-canary-secret}]}}]}}
            - {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: graph-web}, spec: {parentRefs: [{name: graph-front}], rules: [{backendRefs: [{name: graph-web, port: 80}, {name: graph-web, namespace: dev, port: 80}]}]}}
            - {apiVersion: gateway.networking.k8s.io/v1, kind: GRPCRoute, metadata: {name: graph-rpc}, spec: {parentRefs: [{name: graph-front, namespace: dev}], rules: [{backendRefs: [{name: graph-all, port: 80}]}]}}
            - {apiVersion: gateway.networking.k8s.io/v1alpha2, kind: TLSRoute, metadata: {name: graph-tls}, spec: {parentRefs: [{name: graph-front}], rules: [{backendRefs: [{name: graph-none, port: 80}]}]}}
            - {apiVersion: gateway.networking.k8s.io/v1alpha2, kind: TCPRoute, metadata: {name: graph-tcp}, spec: {parentRefs: [{name: graph-front}], rules: [{backendRefs: [{name: graph-web, port: 80}]}]}}
            - {apiVersion: gateway.networking.k8s.io/v1alpha2, kind: UDPRoute, metadata: {name: graph-udp}, spec: {parentRefs: [{name: graph-front}], rules: [{backendRefs: [{name: graph-all, port: 80}]}]}}
            - {apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: graph-db}, spec: {targetRef: {apiVersion: apps/v1, kind: StatefulSet, name: graph-db}}}
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
        var definitions = new StringBuilder();
        SERVED.forEach(served -> definitions.append(definition(served)));
        admin.apply(definitions + SHIPS);
        // kubectl wait fails on a definition that has no conditions yet
        Await.until("ships are served", () -> admin.run("wait", "--for=condition=Established", "crd/ships.graph.fresnel.test", "--timeout=60s").ok());
        Await.until("the others are served", () -> admin.run("wait", "--for=condition=Established", "crd", "-l", "made-by=graph-it", "--timeout=60s").ok());
        Await.until("what has no namespace is applied", () -> {
            admin.apply(WIDE.replace("OWN", own.name()));
            return true;
        });
        for (var place : List.of(own.name(), "dev")) {
            // kinds that are established are served a moment later
            Await.until("all is applied in " + place, () -> {
                admin.command("apply", "-n", place, "-f", "-").input(WORLD).run().orFail("kubectl apply");
                return true;
            });
        }
        for (var place : List.of(own.name(), "dev")) {
            var uid = admin.out("get", "ship", "graph-ship", "-n", place, "-o", "jsonpath={.metadata.uid}");
            admin.out("patch", "configmap", "graph-unused", "-n", place, "--type=merge", "-p",
                    "{\"metadata\":{\"ownerReferences\":[{\"apiVersion\":\"graph.fresnel.test/v1\",\"kind\":\"Ship\",\"name\":\"graph-ship\",\"uid\":\"" + uid + "\"}]}}");
        }
        admin.out("wait", "-n", own.name(), "--for=condition=Available", "deployment/graph-web", "--timeout=120s");
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString(), "--namespaces", "dev," + own.name());
    }

    @AfterAll
    static void stop() {
        if (product != null) {
            product.close();
            contexts.close();
            cluster.kubectl(User.ADMIN).command("delete", "-n", "dev", "--wait=false", "-f", "-").input(WORLD).run();
            cluster.kubectl(User.ADMIN).command("delete", "--wait=false", "-f", "-").input(WIDE.replace("OWN", own.name())).run();
            cluster.kubectl(User.ADMIN).run("delete", "crd", "ships.graph.fresnel.test", "--wait=false");
            cluster.kubectl(User.ADMIN).run("delete", "crd", "-l", "made-by=graph-it", "--wait=false");
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
        return new GraphOracle.Drawn(new TreeSet<>(names), edges, new TreeSet<>(Shape.texts(graph.path("hidden"))), Map.of());
    }

    /** The cluster lives: what the lists say before and after has to be the same before ours is judged by it. */
    private static GraphOracle.Drawn same(User user) {
        return Await.value("the graph of " + user.word() + " equals that of its lists", LOOKS, () -> {
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
                    "horizontalpodautoscalers.autoscaling dev/graph-web scales deployments.apps dev/graph-web",
                    "verticalpodautoscalers.autoscaling.k8s.io dev/graph-db scales statefulsets.apps dev/graph-db",
                    "validatingwebhookconfigurations.admissionregistration.k8s.io /graph-validates calls services " + own.name() + "/graph-web",
                    "mutatingwebhookconfigurations.admissionregistration.k8s.io /graph-mutates calls services " + own.name() + "/graph-all",
                    "clusterrolebindings.rbac.authorization.k8s.io /graph-wide gives serviceaccounts " + own.name() + "/graph-runner",
                    "pods dev/graph-db-0 admitted networkpolicies.networking.k8s.io " + own.name() + "/graph-peers",
                    "networkpolicies.networking.k8s.io dev/graph-peers reaches namespaces /kube-system",
                    "gateways.gateway.networking.k8s.io dev/graph-front routes grpcroutes.gateway.networking.k8s.io " + own.name() + "/graph-rpc",
                    "httproutes.gateway.networking.k8s.io " + own.name() + "/graph-web routes services dev/graph-web",
                    "persistentvolumeclaims dev/graph-bound binds persistentvolumes /graph-volume",
                    "ingressclasses.networking.k8s.io /graph-class carries ingresses.networking.k8s.io dev/graph-web");
            case DEV -> assertThat(drawn.nodes()).contains("secrets dev/graph-canary-secret").noneMatch(node -> node.contains(own.name()) || node.startsWith("nodes "));
            case VIEWER -> assertThat(drawn.nodes()).contains("deployments.apps dev/graph-web").noneMatch(node -> node.contains("canary"));
            default -> assertThat(drawn.nodes()).isEmpty();
        }
    }

    /** The last: what the others say of single edges holds before. */
    @Test
    @Order(Integer.MAX_VALUE)
    void itIsStillTheSameAfterEverythingHasChangedAndSoArePicturesOfItsParts() {
        same(User.ADMIN);
        try (var client = product.live()) {
            var pages = new EnumMap<User, Map<GraphPart, GraphPage>>(User.class);
            for (User user : List.of(User.ADMIN, User.DEV, User.VIEWER)) {
                pages.put(user, open(client, user));
                sameParts(user, pages.get(user));
            }
            var random = new Random(7);
            for (int i = 0; i < CHANGES; i++) {
                change(random.nextInt(10), i);
            }
            same(User.ADMIN);
            same(User.VIEWER);
            pages.forEach(GraphIT::sameParts);
        }
    }

    private static Map<GraphPart, GraphPage> open(LiveClient client, User user) {
        var pages = new LinkedHashMap<GraphPart, GraphPage>();
        String place = user == User.DEV ? "dev" : own.name();
        for (var part : List.of(new GraphPart("", 1), new GraphPart("deployments.apps " + place + "/graph-web", 1), new GraphPart("deployments.apps " + place + "/graph-web", 2),
                new GraphPart("services " + place + "/graph-all", 2), new GraphPart("pods " + place + "/graph-db-0", 1))) {
            pages.put(part, new GraphPage(client.open("graph", part.params(user))));
        }
        return pages;
    }

    private static Map<String, String> states(User user) {
        var states = new TreeMap<String, String>();
        for (var node : product.http().json("/api/v1/graph?cluster=" + user.word()).at("/known/nodes")) {
            states.put(node.at("/ref/resource").asText() + " " + node.at("/ref/namespace").asText() + "/" + node.at("/ref/name").asText(), node.path("state").asText());
        }
        return states;
    }

    private static void sameParts(User user, Map<GraphPart, GraphPage> pages) {
        Await.value("pictures for " + user.word() + " are made of its lists", LOOKS, () -> {
            var lists = theirs(user);
            var states = states(user);
            pages.values().forEach(GraphPage::take);
            if (!lists.equals(theirs(user)) || !states.equals(states(user))) {
                throw new AssertionError("the cluster is changing");
            }
            pages.forEach((part, page) -> {
                var shown = part.of(lists, states);
                assertThat(page.live()).isTrue();
                assertThat(page.cards()).as("%s", part).isEqualTo(shown.cards());
                assertThat(page.edges()).as("%s", part).isEqualTo(shown.edges());
                assertThat(shown.cards()).as("%s", part).hasSizeGreaterThan(1);
            });
            return Optional.of(pages);
        });
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
            case 6 -> own.kubectl("patch", "networkpolicy", "graph-peers", "--type=merge", "-p",
                    "{\"spec\":{\"egress\":[{\"to\":[{\"podSelector\":{\"matchLabels\":{\"tier\":\"" + (i % 2 == 0 ? "back" : "front") + "\"}}}]}]}}");
            case 7 -> own.kubectl("patch", "httproute", "graph-web", "--type=merge", "-p", "{\"spec\":{\"rules\":[{\"backendRefs\":[{\"name\":\"graph-" + (i % 2 == 0 ? "all" : "none") + "\"}]}]}}");
            case 8 -> cluster.kubectl(User.ADMIN).out("label", "--overwrite", "namespace", own.name(), "graph=" + i);
            case 9 -> own.kubectl("patch", "rolebinding", "graph-reader", "--type=merge", "-p", "{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"" + (i % 2 == 0 ? "default" : "graph-runner") + "\"}]}");
            case 4 -> own.kubectl("run", "graph-extra-" + i, "--image=nginx", "--labels=tier=front");
            default -> own.kubectl("delete", "pods", "-l", "app=graph-web", "--wait=false");
        }
    }

    /** Groups count what is folded into them: nothing is left out of a picture, and nothing is in it twice. */
    @ParameterizedTest
    @EnumSource(value = User.class, names = {"ADMIN", "DEV", "VIEWER"})
    void groupsCountWhatTheirListsCount(User user) {
        try (var client = product.live()) {
            var page = new GraphPage(client.open("graph", "{\"clusters\":[\"%s\"]}".formatted(user.word())));
            var filtered = new GraphPage(client.open("graph", "{\"clusters\":[\"%s\"],\"filter\":{\"text\":\"graph-web\"}}".formatted(user.word())));
            Await.until("groups of " + user.word() + " count what their lists count", () -> {
                var theirs = theirs(user);
                var found = filtered.take().counted("pods");
                return page.take().live() && page.counted("objects").equals(theirs.perNamespace("")) && positive(page.counted("pods")).equals(theirs.perNamespace("pods"))
                        && filtered.live() && found.getOrDefault(own.name(), 0) == theirs.nodes().stream().filter(node -> node.startsWith("pods " + own.name() + "/graph-web")).count();
            });
        }
    }

    private static Map<String, Integer> positive(Map<String, Integer> counts) {
        var some = new TreeMap<>(counts);
        some.values().removeIf(count -> count == 0);
        return some;
    }

    /** What the channel tells in changes is what it tells anew. */
    @Test
    void changesAddUpToThePictureAndHiddenNamesAreNeverSent() {
        var params = "{\"clusters\":[\"viewer\"],\"open\":[\"%s\"],\"pods\":true}".formatted(own.name());
        // nothing that is kept for the first one helps to make this one, for it asks for more
        var alike = "{\"clusters\":[\"viewer\"],\"open\":[\"%s\",\"no-such-group\"],\"pods\":true}".formatted(own.name());
        try (var client = product.live(); var other = product.live()) {
            var page = new GraphPage(client.open("graph", params));
            Await.until("pods are drawn", () -> page.take().names().contains("graph-db-0"));
            own.kubectl("run", "graph-late", "--image=nginx", "--labels=tier=front");
            own.kubectl("scale", "deployment/graph-web", "--replicas=2");
            Await.until("what is new is drawn", () -> page.take().names().contains("graph-late"));
            Await.until("a new picture is the same", () -> {
                var channel = other.open("graph", alike);
                var anew = new GraphPage(channel);
                Await.until("the new one is there", () -> anew.take().names().contains("graph-db-0") && anew.live());
                var same = anew.take().text().equals(page.take().text());
                channel.close();
                return same;
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
}
