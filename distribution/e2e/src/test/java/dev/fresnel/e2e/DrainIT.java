package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose pods a disruption budget protects: what is in the way is shown, waited for, and never deleted past it. */
@ClusterTest
class DrainIT {
    private static final String MANIFEST = """
            apiVersion: v1
            kind: Node
            metadata: {name: NODE, labels: {drain: NODE}, annotations: {metrics.k8s.io/resource-metrics-path: /metrics/nodes/NODE/metrics/resource}}
            spec: {providerID: "kwok://NODE", taints: [{key: drain, value: NODE, effect: NoSchedule}]}
            status: {allocatable: {cpu: "4", memory: 16Gi, pods: "110"}, capacity: {cpu: "4", memory: 16Gi, pods: "110"}}
            """;
    private static final String WORKLOADS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: guarded}
            spec:
              replicas: 2
              selector: {matchLabels: {app: guarded}}
              template:
                metadata: {labels: {app: guarded}}
                spec: {nodeName: NODE, tolerations: [{operator: Exists}], containers: [{name: web, image: "nginx:1.27"}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: free}
            spec:
              replicas: 1
              selector: {matchLabels: {app: free}}
              template:
                metadata: {labels: {app: free}}
                spec: {nodeSelector: {drain: NODE}, tolerations: [{key: drain, operator: Exists}], containers: [{name: web, image: "nginx:1.27"}]}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: strict}
            spec: {minAvailable: 2, selector: {matchLabels: {app: guarded}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: alone}
            spec: {nodeName: NODE, tolerations: [{operator: Exists}], containers: [{name: web, image: "nginx:1.27"}], volumes: [{name: d, emptyDir: {}}]}
            """;

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static String node;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        cluster = given;
        own = namespace;
        node = "node-" + own.name();
        apply(MANIFEST);
        cluster.kubectl(User.ADMIN).run("wait", "--for=condition=Ready", "node/" + node, "--timeout=120s").orFail("node");
        apply(WORKLOADS);
        own.kubectl("rollout", "status", "deployment/guarded", "--timeout=120s");
        own.kubectl("rollout", "status", "deployment/free", "--timeout=120s");
        own.kubectl("wait", "--for=condition=Ready", "pod/alone", "--timeout=120s");
        Await.until("the budget has counted", () -> own.kubectl("get", "pdb", "strict", "-o", "jsonpath={.status.currentHealthy}").equals("2"));
        contexts = new Contexts(given);
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        Await.until("the cluster answers", () -> product.http().get("/k8s/admin/version").statusCode() == 200);
    }

    private static void apply(String text) {
        cluster.kubectl(User.ADMIN).command("-n", own.name(), "apply", "-f", "-").input(text.replace("NODE", node)).run().orFail("apply");
    }

    @AfterAll
    static void stop() {
        cluster.kubectl(User.ADMIN).run("delete", "node", node, "--wait=false");
        contexts.close();
        product.close();
    }

    private static List<String> pods(String app) {
        return own.kubectl("get", "pods", "-l", "app=" + app, "-o", "jsonpath={range .items[*]}{.metadata.uid} {.metadata.deletionTimestamp}{\"\\n\"}{end}").lines().sorted().toList();
    }

    @Test
    void aBudgetIsShownWaitedForAndKept() throws Exception {
        var deeds = new Deeds(product.http(), "admin");
        List<String> guarded = pods("guarded");
        assertThat(guarded).hasSize(2);

        JsonNode refused = deeds.preview("drain", Deeds.body("nodes", "", node, "{}"));
        assertThat(refused.path("code").asText()).isEqualTo("RESOURCES_DRAIN_CHOICE");
        assertThat(refused.path("detail").asText()).contains(own.name() + "/alone", "emptyDir");

        String body = Deeds.body("nodes", "", node, "{\"alone\":true,\"emptyDir\":true,\"minutes\":5}");
        JsonNode shown = deeds.preview("drain", body);
        String command = "drain " + node + " --ignore-daemonsets --delete-emptydir-data --force";
        assertThat(shown.path("commands").toString()).contains("kubectl " + command);
        List<String> leaving = new ArrayList<>();
        shown.path("changes").forEach(change -> leaving.add(change.at("/target/namespace").asText() + "/" + change.at("/target/name").asText()));
        String printed = cluster.kubectl(User.ADMIN).out((command + " --dry-run=client").split(" "));
        List<String> evicted = printed.lines().filter(line -> line.startsWith("evicting pod ")).map(line -> line.split(" ")[2]).sorted().toList();
        assertThat(leaving.stream().filter(name -> !name.startsWith("/")).sorted().toList()).as("as kubectl").isEqualTo(evicted).hasSizeGreaterThanOrEqualTo(4);
        List<JsonNode> blocked = new ArrayList<>();
        shown.path("changes").forEach(change -> {
            if (change.at("/refusal/code").asText().equals("ACTION_NOT_NOW")) {
                blocked.add(change);
            }
        });
        assertThat(blocked).as(shown.toString()).hasSize(2).allSatisfy(change -> assertThat(change.at("/refusal/text").asText()).contains("strict"));

        waitsAndIsCancelled(deeds, Deeds.carriedOut(body, shown));
        assertThat(pods("guarded")).as("nothing is deleted past the budget").isEqualTo(guarded);
        assertThat(own.kubectl("get", "pods", "-o", "name")).doesNotContain("pod/alone");
        assertThat(cluster.kubectl(User.ADMIN).out("get", "node", node, "-o", "jsonpath={.spec.unschedulable}")).isEqualTo("true");

        // once the budget allows it, the same drain ends
        own.kubectl("patch", "pdb", "strict", "--type=merge", "-p", "{\"spec\":{\"minAvailable\":0}}");
        Await.until("the budget allows it", () -> !own.kubectl("get", "pdb", "strict", "-o", "jsonpath={.status.disruptionsAllowed}").equals("0"));
        Deeds.Lines told = deeds.apply("drain", body);
        assertThat(told.all()).filteredOn(line -> line.path("state").asText().equals("failed")).as(told.toString()).isEmpty();
        assertThat(pods("guarded")).doesNotContainAnyElementsOf(guarded);
    }

    /** Reads until both guarded pods wait and everything else has ended, then hangs up. */
    private static void waitsAndIsCancelled(Deeds deeds, String body) throws Exception {
        var request = HttpRequest.newBuilder(product.http().uri(deeds.path("drain"))).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        var answer = product.http().client().send(request, HttpResponse.BodyHandlers.ofInputStream());
        var waiting = new java.util.HashSet<String>();
        var done = new java.util.HashSet<String>();
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            while (waiting.size() < 2 || !done.contains("alone") || done.stream().noneMatch(name -> name.startsWith("free"))) {
                String line = lines.readLine();
                assertThat(line).as("it waits").isNotNull();
                JsonNode told = TestHttp.parse(line);
                String name = told.at("/target/name").asText();
                if (told.path("state").asText().equals("waiting") && told.path("detail").asText().contains("strict")) {
                    waiting.add(name);
                } else if (told.path("state").asText().equals("done")) {
                    done.add(name);
                }
            }
        }
        assertThat(waiting).allMatch(name -> name.startsWith("guarded"));
    }
}
