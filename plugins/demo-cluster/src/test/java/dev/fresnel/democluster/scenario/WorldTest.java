package dev.fresnel.democluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Kubelet;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The world at a time that the test moves: what is in it, what happens, and that it happens again. */
class WorldTest {
    private static final class Time implements InstantSource {
        private Instant now = Instant.parse("2026-11-21T12:02:00Z");

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Time time = new Time();
    private final World world = world(time);

    private static World world(InstantSource time) {
        World world = new World(11, time);
        world.populate();
        return world;
    }

    private void pass(Duration length) {
        Instant end = time.now.plus(length);
        while (time.now.isBefore(end)) {
            time.now = time.now.plusMillis(500);
            world.step();
        }
    }

    private void passUntil(BooleanSupplier condition, Duration most) {
        Instant end = time.now.plus(most);
        while (!condition.getAsBoolean() && time.now.isBefore(end)) {
            pass(Duration.ofMillis(500));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<Stored> all(String resource) {
        return world.cluster().store().all(resource, "");
    }

    private String waiting(Stored pod) {
        return Json.text(Json.at(pod.tree(), "status", "containerStatuses").path(0), "state", "waiting", "reason");
    }

    private ObjectNode get(String resource, String namespace, String name) {
        return world.cluster().find(resource, namespace, name).orElseThrow();
    }

    @Test
    void sameSeedSameWorld() {
        Time again = new Time();
        World other = world(again);
        for (int i = 0; i < 240; i++) {
            pass(Duration.ofMillis(500));
            again.now = again.now.plusMillis(500);
            other.step();
        }
        for (String resource : List.of("pods", "nodes", "events", "deployments.apps", "jobs.batch", "nodeclaims.karpenter.sh", "scaledobjects.keda.sh")) {
            List<String> here = all(resource).stream().map(one -> one.tree().toString()).toList();
            List<String> there = other.cluster().store().all(resource, "").stream().map(one -> one.tree().toString()).toList();
            assertThat(here).as(resource).isNotEmpty().isEqualTo(there);
        }
    }

    @Test
    void isASmallCompany() {
        assertThat(all("namespaces")).extracting(Stored::name).contains("shop", "payments", "search", "data", "platform", "monitoring", "kube-system", "default");
        assertThat(all("pods").size()).isBetween(120, 260);
        assertThat(all("nodes").size()).isBetween(6, 10);
        Set<String> zones = all("nodes").stream().map(node -> node.labels().get("topology.kubernetes.io/zone")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(zones).hasSize(3);
        for (String resource : List.of("statefulsets.apps", "daemonsets.apps", "cronjobs.batch", "replicasets.apps", "endpointslices.discovery.k8s.io",
                "ingresses.networking.k8s.io", "secrets", "persistentvolumes", "storageclasses.storage.k8s.io", "horizontalpodautoscalers.autoscaling",
                "poddisruptionbudgets.policy", "networkpolicies.networking.k8s.io", "clusterroles.rbac.authorization.k8s.io", "leases.coordination.k8s.io",
                "nodepools.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws", "scaledjobs.keda.sh", "triggerauthentications.keda.sh")) {
            assertThat(all(resource)).as(resource).isNotEmpty();
        }
        assertThat(all("persistentvolumeclaims")).allMatch(claim -> Json.text(claim.tree(), "status", "phase").equals("Bound"));
    }

    @Test
    void troublesAreThere() {
        passUntil(() -> all("pods").stream().map(this::waiting).collect(Collectors.toSet()).containsAll(Set.of("CrashLoopBackOff", "ImagePullBackOff")), Duration.ofMinutes(10));
        Stored pending = all("pods").stream().filter(pod -> pod.name().startsWith("vector-encoder")).findFirst().orElseThrow();
        assertThat(Json.at(pending.tree(), "status", "conditions").path(0).path("message").asText())
                .matches("0/\\d+ nodes are available: .*\\d+ node\\(s\\) didn't match Pod's node affinity/selector.* Preemption is not helpful for scheduling\\.");
        assertThat(all("pods")).anyMatch(pod -> Json.text(Json.at(pod.tree(), "status", "containerStatuses").path(0), "lastState", "terminated", "reason").equals("OOMKilled"));
        List<JsonNode> events = new ArrayList<>(all("events").stream().map(Stored::tree).toList());
        assertThat(events).anyMatch(event -> Json.text(event, "message").equals("Failed to schedule pod, incompatible requirements, key kubernetes.io/arch, "
                + "kubernetes.io/arch In [arm64] not in kubernetes.io/arch In [amd64]"));
        assertThat(events).anyMatch(event -> event.path("source").isEmpty() && event.path("count").isMissingNode() && !Json.text(event, "eventTime").isEmpty());
        assertThat(events).anyMatch(event -> event.path("count").asInt() > 1 && !Json.text(event, "source", "component").isEmpty());
        assertThat(Json.text(Json.at(get("scaledobjects.keda.sh", "data", "returns-worker"), "status", "conditions").path(0), "reason")).isEqualTo("ScaledObjectCheckFailed");
    }

    @Test
    void anotherImageHealsTheCrashLoop() {
        world.cluster().edit("deployments.apps", "payments", "fraud-scorer", tree -> {
            ((ObjectNode) Json.at(tree, "spec", "template", "spec", "containers").path(0)).put("image", "registry.acme.example/payments/fraud-scorer:1.0.0");
            return tree;
        });
        passUntil(() -> Json.at(get("deployments.apps", "payments", "fraud-scorer"), "status", "availableReplicas").asInt() == 2, Duration.ofMinutes(2));
        pass(Duration.ofMinutes(1));
        assertThat(all("pods")).filteredOn(pod -> pod.name().startsWith("fraud-scorer")).hasSize(2).allMatch(Pods::ready);
    }

    @Test
    void aDeletedPodIsReplaced() {
        Stored pod = all("pods").stream().filter(one -> one.name().startsWith("catalog")).findFirst().orElseThrow();
        world.cluster().delete("pods", pod.namespace(), pod.name(), Deletion.gracefully());
        passUntil(() -> world.cluster().find("pods", pod.namespace(), pod.name()).isEmpty()
                && Json.at(get("deployments.apps", "shop", "catalog"), "status", "availableReplicas").asInt() == 3, Duration.ofSeconds(30));
    }

    @Test
    void nodesFallSilentComeBackAndComeAndGo() {
        Set<String> seen = new TreeSet<>();
        passUntil(() -> {
            all("nodes").forEach(node -> seen.add(node.name()));
            return all("nodes").stream().anyMatch(node -> !Pods.condition(node.tree(), "Ready"));
        }, Duration.ofMinutes(12));
        Stored down = all("nodes").stream().filter(node -> !Pods.condition(node.tree(), "Ready")).findFirst().orElseThrow();
        assertThat(Json.at(down.tree(), "spec", "taints").findValuesAsText("key")).contains("node.kubernetes.io/unreachable");
        passUntil(() -> world.cluster().find("nodes", "", down.name()).filter(node -> Pods.condition(node, "Ready")).isPresent(), Duration.ofMinutes(4));
        pass(Duration.ofMinutes(6));
        Set<String> now = all("nodes").stream().map(Stored::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(now).isNotEqualTo(seen);
    }

    @Test
    void autoscalersAndQueuesMoveReplicas() {
        Set<Integer> storefront = new TreeSet<>();
        Set<Integer> clicks = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            pass(Duration.ofSeconds(15));
            storefront.add(Json.at(get("deployments.apps", "shop", "storefront"), "spec", "replicas").asInt());
            clicks.add(Json.at(get("deployments.apps", "data", "clickstream-worker"), "spec", "replicas").asInt());
        }
        assertThat(storefront).hasSizeGreaterThan(2);
        assertThat(clicks).contains(0).hasSizeGreaterThan(2);
        assertThat(all("events").size()).isLessThan(3000);
    }

    @Test
    void logsGrowAndStayTheSame() {
        Images images = new Images();
        LogLines logs = new LogLines(images);
        for (String name : List.of("storefront", "cart", "gateway", "coredns", "orders-db", "fraud-scorer", "recommendations")) {
            ObjectNode pod = all("pods").stream().filter(one -> one.name().startsWith(name)).findFirst().orElseThrow().tree();
            String container = Json.text(Json.at(pod, "spec", "containers").path(0), "name");
            boolean previous = name.equals("fraud-scorer");
            List<Kubelet.Line> before = logs.of(pod, container, previous, Instant.MIN, time.now, 50);
            List<Kubelet.Line> later = logs.of(pod, container, previous, Instant.MIN, time.now.plusSeconds(120), -1);
            assertThat(before).as(name).isNotEmpty();
            assertThat(later).as(name).containsAll(before);
            assertThat(later).allMatch(line -> !line.text().contains("{n") && !line.text().contains("{pick"));
        }
    }
}
