package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an action does to an object is what kubectl does to its twin; who may not is told before. */
@ClusterTest
class ActionsIT {
    private static final String TWINS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: NAME, labels: {team: a}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: NAME}}
              template: {metadata: {labels: {app: NAME}}, spec: {containers: [{name: web, image: "nginx:1.27"}, {name: side, image: "busybox:1"}]}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: NAME}
            spec:
              replicas: 1
              serviceName: NAME
              selector: {matchLabels: {app: s-NAME}}
              template: {metadata: {labels: {app: s-NAME}}, spec: {containers: [{name: web, image: "nginx:1.27"}]}}
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: NAME}
            spec:
              schedule: "0 0 1 1 *"
              jobTemplate: {metadata: {labels: {from: cron}}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: web, image: "nginx:1.27"}]}}}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: NAME}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: NAME}
            spec: {containers: [{name: web, image: "nginx:1.27"}]}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: NAME}
            spec: {storageClassName: SPACE, volumeName: SPACE-NAME, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: NAME}
            spec:
              replicas: 1
              selector: {matchLabels: {app: r-NAME}}
              template: {metadata: {labels: {app: r-NAME}}, spec: {containers: [{name: web, image: "nginx:1.27"}]}}
            ---
            apiVersion: v1
            kind: ReplicationController
            metadata: {name: NAME}
            spec: {replicas: 0, selector: {app: c-NAME}, template: {metadata: {labels: {app: c-NAME}}, spec: {containers: [{name: web, image: "nginx:1.27"}]}}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: NAME}
            spec:
              selector: {matchLabels: {app: d-NAME}}
              template: {metadata: {labels: {app: d-NAME}}, spec: {nodeSelector: {none: here}, containers: [{name: web, image: "nginx:1.27"}]}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: NAME}
            spec: {suspend: true, template: {spec: {restartPolicy: Never, nodeSelector: {none: here}, containers: [{name: web, image: "nginx:1.27"}]}}}
            """;
    /** Objects that stay while they are deleted: on a node that is not there nobody ends a pod, and what has a finalizer waits for it. */
    private static final String GOING = """
            apiVersion: v1
            kind: Pod
            metadata: {name: NAME-graceful}
            spec: {nodeName: nowhere-SPACE, containers: [{name: web, image: "nginx:1.27"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: NAME-forced}
            spec: {nodeName: nowhere-SPACE, containers: [{name: web, image: "nginx:1.27"}]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: NAME-owner}
            """;
    /** What has no namespace bears the test's name. */
    private static final String WIDE_TWINS = """
            apiVersion: v1
            kind: Node
            metadata: {name: SPACE-NAME, labels: {team: a}}
            spec: {providerID: "kwok://SPACE-NAME", taints: [{key: pair, value: SPACE, effect: NoSchedule}]}
            ---
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: SPACE}
            provisioner: example.com/none
            allowVolumeExpansion: true
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: SPACE-NAME}
            spec:
              {storageClassName: SPACE, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /none}, claimRef: {namespace: SPACE, name: NAME}}
            ---
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: SPACE-NAME}
            spec: {signerName: example.com/twins, usages: [client auth], request: REQUEST}
            ---
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: SPACE-NAME-2}
            spec: {signerName: example.com/twins, usages: [client auth], request: REQUEST}
            """;
    private static final String REQUEST = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIYk1JR0RBZ0VBTUNFeERUQUxCZ05WQkFNTUJIUjNhVzR4RURBT0JnTlZCQW9NQjJaeVpYTnVaV3d3V1RBVApCZ2NxaGtqT1BRSU"
            + "JCZ2dxaGtqT1BRTUJCd05DQUFRdWkyeDNKb2c4aVNQelMvQ2cvSmZ4dFV3eUlCdnFCSm9NCkQyREtDUjdsQVFubW41Njg1dU5GckMralgxODl3UXNmU2x3UzB6SVNqY0pSaFFjOFpQUVlvQUF3Q2dZ"
            + "SUtvWkkKemowRUF3SURSd0F3UkFJZ1NaS1hlN0lHNjFNRkpNTTR5M2dXc0IwYjA3cU8yNy9hY0NiNVFRNm04amNDSUUzUgpCc3VrS09hZTNza1VmYW1YVDNjNDBlUnE0S2s4YS8wM2F5OVhiMmsyCi"
            + "0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=";
    private static final Set<String> OF_CONTROLLERS = Set.of("deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration");

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        cluster = given;
        own = namespace;
        contexts = new Contexts(given);
        for (String name : List.of("ours", "twin")) {
            String text = (WIDE_TWINS + "---\n" + TWINS).replace("REQUEST", REQUEST).replace("SPACE", own.name()).replace("NAME", name);
            cluster.kubectl(User.ADMIN).command("-n", own.name(), "apply", "-f", "-").input(text).run().orFail("apply");
        }
        for (String name : List.of("ours", "twin")) {
            own.kubectl("wait", "--for=jsonpath={.status.phase}=Bound", "pvc/" + name, "--timeout=120s");
            own.kubectl("wait", "--for=condition=Ready", "node/" + own.name() + "-" + name, "pod/" + name, "--timeout=120s");
        }
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        Await.until("the cluster answers", () -> product.http().get("/k8s/admin/version").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        cluster.kubectl(User.ADMIN).run(
                "delete", "--wait=false", "--ignore-not-found", "node/" + wide("ours"), "node/" + wide("twin"), "pv/" + wide("ours"), "pv/" + wide("twin"),
                "csr/" + wide("ours"), "csr/" + wide("twin"), "csr/" + wide("ours-2"), "csr/" + wide("twin-2"), "storageclass/" + own.name());
        contexts.close();
        product.close();
    }

    /** The name of what has no namespace. */
    private static String wide(String name) {
        return own.name() + "-" + name;
    }

    private static boolean isWide(String resource) {
        return List.of("nodes", "certificatesigningrequests.certificates.k8s.io").contains(resource);
    }

    private static String named(String resource, String name) {
        return isWide(resource) ? wide(name) : name;
    }

    private static String body(String resource, String name, String input) {
        return Deeds.body(resource, isWide(resource) ? "" : own.name(), named(resource, name), input);
    }

    private static Deeds as(User user) {
        return new Deeds(product.http(), user.word());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "scale    | deployments.apps  | {\"replicas\":3}                                  | scale KIND/twin --replicas=3",
        "scale    | statefulsets.apps | {\"replicas\":2}                                  | scale KIND/twin --replicas=2",
        "image    | deployments.apps  | {\"container\":\"side\",\"image\":\"busybox:2\"}  | set image KIND/twin side=busybox:2",
        "image    | cronjobs.batch    | {\"container\":\"web\",\"image\":\"nginx:1.28\"}  | set image KIND/twin web=nginx:1.28",
        "restart  | statefulsets.apps | {}                                                | rollout restart KIND/twin",
        "rollback | deployments.apps  | {}                                                | rollout undo KIND/twin",
        "pause    | deployments.apps  | {}                                                | rollout pause KIND/twin",
        "resume   | deployments.apps  | {}                                                | rollout resume KIND/twin",
        "suspend  | cronjobs.batch    | {}                                                | patch KIND/twin --type=merge -p {\"spec\":{\"suspend\":true}}",
        "unsuspend| cronjobs.batch    | {}                                                | patch KIND/twin --type=merge -p {\"spec\":{\"suspend\":false}}",
        "label    | deployments.apps  | {\"set\":[\"a.b/c=d\",\"team=b\"]}                | label KIND/twin a.b/c=d team=b --overwrite",
        "label    | deployments.apps  | {\"remove\":[\"a.b/c\"]}                          | label KIND/twin a.b/c-",
        "label    | configmaps        | {\"set\":[\"a=b\"]}                               | label KIND/twin a=b",
        "annotate | configmaps        | {\"set\":[\"x/y=1 = {2}\"]}                       | annotate KIND/twin x/y=1_=_{2}",
        "annotate | configmaps        | {\"remove\":[\"x/y\"]}                            | annotate KIND/twin x/y-",
        "label    | nodes             | {\"set\":[\"team=b\"],\"remove\":[]}              | label KIND/twin team=b --overwrite",
        "taint    | nodes             | {\"key\":\"a.b/c\",\"value\":\"d\",\"effect\":\"NoSchedule\"} | taint nodes twin a.b/c=d:NoSchedule",
        "taint    | nodes             | {\"key\":\"a.b/c\",\"value\":\"e\",\"effect\":\"NoSchedule\"} | taint nodes twin a.b/c=e:NoSchedule --overwrite",
        "taint    | nodes             | {\"key\":\"a.b/c\",\"effect\":\"NoSchedule\",\"remove\":true} | taint nodes twin a.b/c:NoSchedule-",
        "taint    | nodes             | {\"key\":\"e\",\"effect\":\"PreferNoSchedule\"}   | taint nodes twin e=:PreferNoSchedule",
        "cordon   | nodes             | {}                                                | cordon twin",
        "uncordon | nodes             | {}                                                | uncordon twin",
        "expand   | persistentvolumeclaims | {\"size\":\"2Gi\"}                          | patch KIND/twin -p {\"spec\":{\"resources\":{\"requests\":{\"storage\":\"2Gi\"}}}}",
        "scale    | replicasets.apps  | {\"replicas\":2}                                  | scale KIND/twin --replicas=2",
        "restart  | deployments.apps  | {}                                                | rollout restart KIND/twin",
        "rollback | statefulsets.apps | {}                                                | rollout undo KIND/twin",
        "scale    | replicationcontrollers | {\"replicas\":1}                             | scale KIND/twin --replicas=1",
        "restart  | daemonsets.apps   | {}                                                | rollout restart KIND/twin",
        "image    | daemonsets.apps   | {\"container\":\"web\",\"image\":\"nginx:1.28\"} | set image KIND/twin web=nginx:1.28",
        "rollback | daemonsets.apps   | {}                                                | rollout undo KIND/twin",
        "unsuspend| jobs.batch        | {}                                                | patch KIND/twin --type=merge -p {\"spec\":{\"suspend\":false}}",
        "suspend  | jobs.batch        | {}                                                | patch KIND/twin --type=merge -p {\"spec\":{\"suspend\":true}}",
    })
    void theOutcomeIsThatOfKubectl(String id, String resource, String input, String kubectl) {
        if (id.equals("rollback") && resource.equals("deployments.apps")) {
            Await.until("both have a former revision", () -> revision("ours") > 1 && revision("twin") > 1);
        }
        if (id.equals("rollback") && resource.equals("statefulsets.apps")) {
            Await.until("both have a former revision", () -> revisions("s-ours") > 1 && revisions("s-twin") > 1);
        }
        if (id.equals("rollback") && resource.equals("daemonsets.apps")) {
            Await.until("both have three revisions", () -> revisions("d-ours") == 3 && revisions("d-twin") == 3);
        }
        Deeds.Lines told = as(User.ADMIN).apply(id, body(resource, "ours", input));
        assertThat(told.last()).as(told.toString()).isIn("done", "pending");
        own.kubectl(List.of(kubectl.replace("KIND", resource).split(" ")).stream().map(word -> word.replace("1_=_", "1 = ").replaceAll("(^|/)twin$", "$1" + named(resource, "twin"))).toArray(String[]::new));
        Await.until("both are alike", () -> {
            assertThat(plain(resource, "ours")).isEqualTo(plain(resource, "twin")); // controllers write into both, each when it comes to that
            return true;
        });
    }

    private static int revision(String name) {
        JsonNode found = json("deployments.apps", name).at("/metadata/annotations").path("deployment.kubernetes.io/revision");
        return found.asInt(0);
    }

    private static long revisions(String app) {
        return own.kubectl("get", "controllerrevisions", "-l", "app=" + app, "-o", "name").lines().count();
    }

    private static JsonNode json(String resource, String name) {
        return TestHttp.parse(own.kubectl("get", resource, named(resource, name), "-o", "json"));
    }

    /** What people wrote, without names, moments and what controllers keep. */
    private static JsonNode plain(String resource, String name) {
        ObjectNode whole = (ObjectNode) json(resource, name);
        ObjectNode metadata = (ObjectNode) whole.get("metadata");
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(OF_CONTROLLERS);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        metadata.retain("labels", "annotations");
        whole.retain("metadata", "spec");
        if (whole.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("podCIDR", "podCIDRs"));
            if (spec.get("taints") instanceof ArrayNode taints) {
                // a controller's own
                for (int i = taints.size() - 1; i >= 0; i--) {
                    if (taints.get(i).path("key").asText().startsWith("node.kubernetes.io/")) {
                        taints.remove(i);
                    }
                }
            }
        }
        return TestHttp.parse(whole.toString().replace(name, "NAME").replaceAll("(restartedAt\":\")[^\"]*", "$1NOW").replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "UID"));
    }

    @Test
    void aJobThatIsTriggeredIsTheOneThatKubectlMakes() {
        own.kubectl("create", "job", "job-twin", "--from=cronjob/twin");
        assertThat(as(User.ADMIN).apply("trigger", Deeds.body("cronjobs.batch", own.name(), "ours", "{\"name\":\"job-ours\"}")).last()).isEqualTo("done");
        JsonNode ours = json("jobs.batch", "job-ours");
        JsonNode twin = json("jobs.batch", "job-twin");
        assertThat(ours.at("/metadata/annotations")).isEqualTo(twin.at("/metadata/annotations"));
        assertThat(ours.at("/metadata/ownerReferences/0/controller")).isEqualTo(twin.at("/metadata/ownerReferences/0/controller"));
        assertThat(ours.at("/metadata/ownerReferences/0/name").asText()).isEqualTo("ours");
        assertThat(ours.at("/spec/template/spec/containers")).isEqualTo(twin.at("/spec/template/spec/containers"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"approve, '', Approved", "deny, -2, Denied"})
    void aVerdictOnARequestIsThatOfKubectl(String id, String which, String verdict) {
        String resource = "certificatesigningrequests.certificates.k8s.io";
        assertThat(as(User.ADMIN).apply(id, body(resource, "ours" + which, "{}")).last()).isEqualTo("done");
        own.kubectl("certificate", id, wide("twin" + which));
        JsonNode ours = json(resource, "ours" + which).at("/status/conditions");
        JsonNode twin = json(resource, "twin" + which).at("/status/conditions");
        assertThat(ours).hasSize(1);
        assertThat(ours.at("/0/type").asText()).isEqualTo(verdict).isEqualTo(twin.at("/0/type").asText());
        assertThat(ours.at("/0/status")).isEqualTo(twin.at("/0/status"));
        JsonNode again = as(User.ADMIN).preview(id, body(resource, "ours" + which, "{}"));
        assertThat(again.path("code").asText()).as(again.toString()).isEqualTo("RESOURCES_SIGNING_DECIDED");
    }

    @Test
    void anEvictedPodGoesAsTheOneThatIsEvictedByHand() {
        assertThat(as(User.ADMIN).apply("evict", body("pods", "ours", "{\"grace\":0}")).last()).isIn("done", "pending");
        String eviction = "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"twin\",\"namespace\":\"" + own.name() + "\"},\"deleteOptions\":{\"gracePeriodSeconds\":0}}";
        cluster.kubectl(User.ADMIN).command("create", "--raw", "/api/v1/namespaces/" + own.name() + "/pods/twin/eviction", "-f", "-").input(eviction).run().orFail("evict");
        Await.until("both are gone", () -> !own.kubectl("get", "pods", "-o", "name").lines().toList().stream().anyMatch(List.of("pod/ours", "pod/twin")::contains));
    }

    @Test
    void orphansAreLeftAsKubectlLeavesThem() {
        for (String name : List.of("orphan-ours", "orphan-twin")) {
            own.kubectl("create", "deployment", name, "--image=nginx:1.27");
            own.kubectl("rollout", "status", "deployment/" + name, "--timeout=120s");
        }
        assertThat(as(User.ADMIN).apply("delete", body("deployments.apps", "orphan-ours", "{\"propagation\":\"ORPHAN\"}")).last()).isEqualTo("done");
        own.kubectl("delete", "deployment", "orphan-twin", "--cascade=orphan");
        for (String name : List.of("orphan-ours", "orphan-twin")) {
            JsonNode sets = TestHttp.parse(own.kubectl("get", "replicasets", "-l", "app=" + name, "-o", "json")).path("items");
            assertThat(sets).as(name).hasSize(1);
            assertThat(sets.at("/0/metadata/ownerReferences")).as(name).isEmpty();
        }
    }

    @Test
    void whatIsDeletedWaitsAndGoesAsKubectlLetsIt() {
        for (String name : List.of("ours", "twin")) {
            String text = GOING.replace("NAME", name).replace("SPACE", own.name());
            cluster.kubectl(User.ADMIN).command("-n", own.name(), "apply", "-f", "-").input(text).run().orFail("apply");
            hangOn(name);
        }
        var deeds = as(User.ADMIN);
        // the time that it is given
        String graceful = Deeds.body("pods", own.name(), "ours-graceful", "{\"grace\":777}");
        assertThat(deeds.preview("delete", graceful).at("/commands/0").asText()).isEqualTo("kubectl delete pods/ours-graceful -n " + own.name() + " --grace-period=777");
        begun(deeds, graceful);
        own.kubectl("delete", "pod", "twin-graceful", "--grace-period=777", "--wait=false");
        assertThat(List.of("ours", "twin")).allSatisfy(name -> Await.until(name + " is given its time",
                () -> json("pods", name + "-graceful").at("/metadata/deletionGracePeriodSeconds").asInt() == 777));
        // none
        assertThat(deeds.apply("delete", Deeds.body("pods", own.name(), "ours-forced", "{\"force\":true}")).last()).isEqualTo("done");
        own.kubectl("delete", "pod", "twin-forced", "--force", "--wait=false");
        assertThat(own.kubectl("get", "pods", "-o", "name")).doesNotContain("-forced");
        // what it owns goes first
        begun(deeds, Deeds.body("configmaps", own.name(), "ours-owner", "{\"propagation\":\"FOREGROUND\"}"));
        own.kubectl("delete", "configmap", "twin-owner", "--cascade=foreground", "--wait=false");
        for (String name : List.of("ours", "twin")) {
            Await.until(name + " waits for what it owns", () -> !json("configmaps", name + "-owned").at("/metadata/deletionTimestamp").isMissingNode());
            assertThat(json("configmaps", name + "-owner").at("/metadata/finalizers").toString()).as(name).isEqualTo("[\"foregroundDeletion\"]");
            own.kubectl("patch", "configmap", name + "-owned", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
            own.kubectl("delete", "pod", name + "-graceful", "--force", "--ignore-not-found");
        }
        Await.until("all are gone", () -> !own.kubectl("get", "configmaps", "-o", "name").contains("-own"));
    }

    /** A ConfigMap that another owns, and that waits for somebody before it goes. */
    private static void hangOn(String name) {
        String uid = json("configmaps", name + "-owner").at("/metadata/uid").asText();
        String text = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "-owned\",\"finalizers\":[\"example.org/hold\"],\"ownerReferences\":"
                + "[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"" + name + "-owner\",\"uid\":\"" + uid + "\",\"blockOwnerDeletion\":true}]}}";
        cluster.kubectl(User.ADMIN).command("-n", own.name(), "apply", "-f", "-").input(text).run().orFail("apply");
    }

    /** Sends it and hears that it has begun; what takes long is not waited for. */
    private static void begun(Deeds deeds, String body) {
        JsonNode shown = deeds.preview("delete", body);
        var request = HttpRequest.newBuilder(product.http().uri(deeds.path("delete"))).POST(HttpRequest.BodyPublishers.ofString(Deeds.carriedOut(body, shown))).build();
        try {
            var answer = product.http().client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(TestHttp.parse(lines.readLine()).path("state").asText()).isIn("pending", "waiting", "done");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void deletingSaysWhatItWaitsFor() {
        own.kubectl("create", "configmap", "held");
        own.kubectl("patch", "configmap", "held", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":[\"example.org/hold\"]}}");
        String body = Deeds.body("configmaps", own.name(), "held", "{}");
        JsonNode shown = as(User.ADMIN).preview("delete", body);
        assertThat(shown.at("/changes/0/finalizers/0").asText()).isEqualTo("example.org/hold");
        assertThat(shown.path("level").asText()).isEqualTo("destructive");
        assertThat(shown.at("/commands/0").asText()).isEqualTo("kubectl delete configmaps/held -n " + own.name());
        own.kubectl("delete", "configmap", "held", "--wait=false");
        own.kubectl("patch", "configmap", "held", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
        own.kubectl("create", "configmap", "free");
        assertThat(as(User.ADMIN).apply("delete", Deeds.body("configmaps", own.name(), "free", "{}")).last()).isEqualTo("done");
        assertThat(own.kubectl("get", "configmaps", "-o", "name")).doesNotContain("free");
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource({
        "scale, deployments.apps, patch, deployments.apps/scale, {\"replicas\":5}",
        "restart, deployments.apps, patch, deployments.apps, {}",
        "rollback, statefulsets.apps, patch, statefulsets.apps, {}",
        "pause, deployments.apps, patch, deployments.apps, {}",
        "image, deployments.apps, patch, deployments.apps, '{\"container\":\"side\",\"image\":\"busybox:9\"}'",
        "resume, deployments.apps, patch, deployments.apps, {}",
        "suspend, cronjobs.batch, patch, cronjobs.batch, {}",
        "unsuspend, cronjobs.batch, patch, cronjobs.batch, {}",
        "label, configmaps, patch, configmaps, {\"set\":[\"z=z\"]}",
        "annotate, configmaps, patch, configmaps, {\"set\":[\"z=z\"]}",
        "expand, persistentvolumeclaims, patch, persistentvolumeclaims, {\"size\":\"9Gi\"}",
        "evict, pods, create, pods/eviction, {}",
        "delete, configmaps, delete, configmaps, {}",
        "trigger, cronjobs.batch, create, jobs.batch, {}",
        "cordon, nodes, patch, nodes, {}",
        "uncordon, nodes, patch, nodes, {}",
        "taint, nodes, patch, nodes, '{\"key\":\"z\",\"effect\":\"NoSchedule\"}'",
        "drain, nodes, patch, nodes, {}",
        "approve, certificatesigningrequests.certificates.k8s.io, patch, certificatesigningrequests.certificates.k8s.io/approval, {}",
        "deny, certificatesigningrequests.certificates.k8s.io, patch, certificatesigningrequests.certificates.k8s.io/approval, {}",
    })
    void whoMayNotIsToldWhichRightIsMissingAndRefusedAllTheSame(String id, String resource, String verb, String right, String input) {
        String place = isWide(resource) ? "" : own.name();
        JsonNode missing = as(User.VIEWER).offered(resource, place, id).path("missing");
        assertThat(missing.at("/0/verb").asText() + " " + missing.at("/0/resource").asText()).as(missing.toString()).isEqualTo(verb + " " + right);
        assertThat(as(User.ADMIN).offered(resource, place, id).path("missing")).isEmpty();
        String before = state(resource);
        String body = body(resource, "twin", input);
        JsonNode shown = as(User.VIEWER).preview(id, body);
        if (shown.has("plan")) {
            Deeds.Lines told = as(User.VIEWER).apply(id, body);
            assertThat(told.all().getLast().at("/refusal/code").asText()).as(told.toString()).isEqualTo("ACTION_FORBIDDEN");
        } else {
            assertThat(shown.path("status").asInt()).as(shown.toString()).isEqualTo(403);
        }
        assertThat(state(resource)).isEqualTo(before);
    }

    /** What people may change of the twin. */
    private static String state(String resource) {
        JsonNode whole = json(resource, "twin");
        String verdict = resource.startsWith("certificatesigningrequests") ? whole.at("/status/conditions/0/type").asText() : "";
        return whole.at("/metadata/uid") + " " + plain(resource, "twin") + verdict;
    }

    @Test
    void theFormBeginsWithWhatThereIs() {
        String body = Deeds.body("deployments.apps", own.name(), "twin", "{}");
        var answer = product.http().send("POST", as(User.ADMIN).path("image"), body.substring(0, body.length() - 1) + ",\"suggest\":true}");
        JsonNode options = TestHttp.parse(answer.body()).at("/options/container");
        assertThat(options).extracting(one -> one.path("value").asText()).containsExactly("web", "side");
    }
}
