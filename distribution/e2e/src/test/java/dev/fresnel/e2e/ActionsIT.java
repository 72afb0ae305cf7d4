package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
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
            """;
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
            cluster.kubectl(User.ADMIN).command("-n", own.name(), "apply", "-f", "-").input(TWINS.replace("NAME", name)).run().orFail("apply");
        }
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        Await.until("the cluster answers", () -> product.http().get("/k8s/admin/version").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        contexts.close();
        product.close();
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
    })
    void theOutcomeIsThatOfKubectl(String id, String resource, String input, String kubectl) {
        if (id.equals("rollback")) {
            Await.until("both have a former revision", () -> revision("ours") > 1 && revision("twin") > 1);
        }
        Deeds.Lines told = as(User.ADMIN).apply(id, Deeds.body(resource, own.name(), "ours", input));
        assertThat(told.last()).as(told.toString()).isIn("done", "pending");
        own.kubectl(List.of(kubectl.replace("KIND", resource).split(" ")).stream().map(word -> word.replace("1_=_", "1 = ")).toArray(String[]::new));
        assertThat(plain(resource, "ours")).isEqualTo(plain(resource, "twin"));
    }

    private static int revision(String name) {
        JsonNode found = json("deployments.apps", name).at("/metadata/annotations").path("deployment.kubernetes.io/revision");
        return found.asInt(0);
    }

    private static JsonNode json(String resource, String name) {
        return TestHttp.parse(own.kubectl("get", resource, name, "-o", "json"));
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
        return TestHttp.parse(whole.toString().replace(name, "NAME").replaceAll("(restartedAt\":\")[^\"]*", "$1NOW"));
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

    @ParameterizedTest(name = "{0}: {2} {3}")
    @CsvSource({
        "scale, deployments.apps, patch, deployments.apps/scale, {\"replicas\":5}",
        "restart, deployments.apps, patch, deployments.apps, {}",
        "delete, configmaps, delete, configmaps, {}",
        "trigger, cronjobs.batch, create, jobs.batch, {}",
    })
    void whoMayNotIsToldWhichRightIsMissing(String id, String resource, String verb, String right, String input) {
        JsonNode missing = as(User.VIEWER).offered(resource, own.name(), id).path("missing");
        assertThat(missing.at("/0/verb").asText() + " " + missing.at("/0/resource").asText()).as(as(User.VIEWER).offered(resource, own.name(), id).toString()).isEqualTo(verb + " " + right);
        assertThat(as(User.ADMIN).offered(resource, own.name(), id).path("missing")).isEmpty();
        String before = own.kubectl("get", resource, "twin", "-o", "jsonpath={.metadata.generation} {.metadata.uid}");
        Deeds.Lines told = as(User.VIEWER).apply(id, Deeds.body(resource, own.name(), "twin", input));
        assertThat(told.all().getLast().at("/refusal/code").asText()).as(told.toString()).isEqualTo("ACTION_FORBIDDEN");
        assertThat(own.kubectl("get", resource, "twin", "-o", "jsonpath={.metadata.generation} {.metadata.uid}")).isEqualTo(before);
    }

    @Test
    void theFormBeginsWithWhatThereIs() {
        String body = Deeds.body("deployments.apps", own.name(), "twin", "{}");
        var answer = product.http().send("POST", as(User.ADMIN).path("image"), body.substring(0, body.length() - 1) + ",\"suggest\":true}");
        JsonNode options = TestHttp.parse(answer.body()).at("/options/container");
        assertThat(options).extracting(one -> one.path("value").asText()).containsExactly("web", "side");
    }
}
