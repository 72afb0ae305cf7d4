package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verbs of the API and their refusals, as clients meet them. */
class DemoServerTest {
    private static final String CONFIGS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ServerBench bench = new ServerBench();

    @Test
    void createGivesIdentityAndVersion() {
        var made = bench.post(CONFIGS, ServerBench.config("a"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("metadata", "uid")).hasSize(36);
        assertThat(made.text("metadata", "creationTimestamp")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(bench.get(CONFIGS + "/a").body()).isEqualTo(made.body());
    }

    @Test
    void generateNameMakesNames() {
        String body = "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'generateName':'x-'}}";
        assertThat(bench.post(CONFIGS, body).text("metadata", "name")).matches("x-[a-z0-9]{5}")
                .isNotEqualTo(bench.post(CONFIGS, body).text("metadata", "name"));
    }

    @Test
    void refusalsAreStatuses() {
        bench.post(CONFIGS, ServerBench.config("a"));
        var twice = bench.post(CONFIGS, ServerBench.config("a"));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text("reason")).isEqualTo("AlreadyExists");
        assertThat(twice.text("message")).isEqualTo("configmaps \"a\" already exists");
        var missing = bench.get(DEPLOYMENTS + "/nope");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text("message")).isEqualTo("deployments.apps \"nope\" not found");
        assertThat(missing.text("details", "group")).isEqualTo("apps");
        assertThat(bench.post("/api/v1/namespaces/nowhere/configmaps", ServerBench.config("a")).text("message")).isEqualTo("namespaces \"nowhere\" not found");
        assertThat(bench.get("/apis/none/v1/things").status()).isEqualTo(404);
        assertThat(bench.call("GET", CONFIGS, "", "", "Accept", "text/html").status()).isEqualTo(406);
        assertThat(bench.call("POST", CONFIGS, "x", "text/plain").status()).isEqualTo(415);
        assertThat(bench.post(CONFIGS, "{'apiVersion':").status()).isEqualTo(400);
    }

    @Test
    void staleUpdateConflicts() {
        var first = bench.post(CONFIGS, ServerBench.config("a"));
        bench.patch(CONFIGS + "/a", "merge", "{'data':{'a':'2'}}");
        var stale = bench.put(CONFIGS + "/a", first.body().toString());
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text("reason")).isEqualTo("Conflict");
    }

    @Test
    void nothingIsWrittenWhenNothingChanges() {
        var first = bench.post(CONFIGS, ServerBench.config("a"));
        var same = bench.patch(CONFIGS + "/a", "merge", "{'data':{'a':'1'}}");
        assertThat(same.text("metadata", "resourceVersion")).isEqualTo(first.text("metadata", "resourceVersion"));
    }

    @Test
    void dryRunChangesNothing() {
        assertThat(bench.post(CONFIGS + "?dryRun=All", ServerBench.config("a")).status()).isEqualTo(201);
        assertThat(bench.get(CONFIGS + "/a").status()).isEqualTo(404);
        bench.post(CONFIGS, ServerBench.config("a"));
        assertThat(bench.delete(CONFIGS + "/a?dryRun=All").status()).isEqualTo(200);
        assertThat(bench.get(CONFIGS + "/a").status()).isEqualTo(200);
    }

    @Test
    void defaultsAndGenerationFollowTheSpec() {
        var made = bench.post(DEPLOYMENTS, ServerBench.deployment("web"));
        assertThat(made.body().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(made.body().at("/spec/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("25%");
        JsonNode container = made.body().at("/spec/template/spec/containers/0");
        assertThat(container.at("/ports/0/protocol").asText()).isEqualTo("TCP");
        assertThat(container.at("/imagePullPolicy").asText()).isEqualTo("IfNotPresent");
        assertThat(made.body().at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(bench.patch(DEPLOYMENTS + "/web", "merge", "{'metadata':{'labels':{'a':'b'}}}").body().at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(bench.patch(DEPLOYMENTS + "/web", "merge", "{'spec':{'replicas':2}}").body().at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void statusAndSpecAreKeptApart() {
        bench.post(DEPLOYMENTS, ServerBench.deployment("web"));
        bench.patch(DEPLOYMENTS + "/web/status", "merge", "{'status':{'replicas':3},'spec':{'replicas':9}}");
        var after = bench.patch(DEPLOYMENTS + "/web", "merge", "{'status':{'replicas':7},'spec':{'paused':true}}");
        assertThat(after.body().at("/status/replicas").asInt()).isEqualTo(3);
        assertThat(after.body().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(after.body().at("/spec/paused").asBoolean()).isTrue();
    }

    @Test
    void scaleReadsAndWritesReplicas() {
        bench.post(DEPLOYMENTS, ServerBench.deployment("web"));
        var scale = bench.patch(DEPLOYMENTS + "/web/scale", "merge", "{'spec':{'replicas':4}}");
        assertThat(scale.text("kind")).isEqualTo("Scale");
        assertThat(scale.text("status", "selector")).isEqualTo("app=web");
        assertThat(bench.get(DEPLOYMENTS + "/web").body().at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(bench.patch(DEPLOYMENTS + "/web/scale", "merge", "{'spec':{'replicas':-1}}").status()).isEqualTo(422);
    }

    @Test
    void unknownFieldsAreRefusedOrWarnedOf() {
        String body = ServerBench.deployment("web").replace("'selector'", "'bogus':1,'selector'");
        var strict = bench.post(DEPLOYMENTS + "?fieldValidation=Strict", body);
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.text("message")).isEqualTo("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"spec.bogus\"");
        var warned = bench.post(DEPLOYMENTS + "?fieldValidation=Warn", body);
        assertThat(warned.status()).isEqualTo(201);
        assertThat(warned.headers().get("Warning")).containsExactly("299 - \"unknown field \\\"spec.bogus\\\"\"");
        assertThat(bench.post(DEPLOYMENTS, body.replace("'bogus':1", "'replicas':'three'")).text("message")).contains("cannot unmarshal string into Go struct field");
    }

    @Test
    void rulesOfBuiltInKinds() {
        var refused = bench.post(DEPLOYMENTS, "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'x'},'spec':{'template':{}}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/details/causes").findValuesAsText("field")).contains("spec.selector", "spec.template.spec.containers");
        bench.post(DEPLOYMENTS, ServerBench.deployment("web"));
        assertThat(bench.patch(DEPLOYMENTS + "/web", "merge", "{'spec':{'selector':{'matchLabels':{'app':'other'}}}}").text("message")).contains("field is immutable");
        assertThat(bench.post(CONFIGS, ServerBench.config("Bad_Name")).status()).isEqualTo(422);
    }

    @Test
    void approvalIsAStatus() {
        String requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        bench.post(requests, "{'apiVersion':'certificates.k8s.io/v1','kind':'CertificateSigningRequest','metadata':{'name':'r'},'spec':{'signerName':'a.example/b','request':'eA=='}}");
        bench.patch(requests + "/r/approval", "merge", "{'status':{'conditions':[{'type':'Approved','status':'True'}]}}");
        assertThat(bench.table(requests + "/r").body().at("/rows/0/cells/5").asText()).isEqualTo("Approved");
    }

    @Test
    void endpointsAreSaidToBeDeprecated() {
        assertThat(bench.get("/api/v1/endpoints").headers().get("Warning").getFirst()).contains("use discovery.k8s.io/v1 EndpointSlice");
        assertThat(bench.get("/api/v1/services").headers()).doesNotContainKey("Warning");
    }

    @Test
    void finalizersHoldWhatIsDeleted() {
        bench.post(CONFIGS, ServerBench.config("a").replace("'name':'a'", "'name':'a','finalizers':['x/y']"));
        assertThat(bench.delete(CONFIGS + "/a").text("metadata", "deletionTimestamp")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(bench.get(CONFIGS + "/a").status()).isEqualTo(200);
        bench.patch(CONFIGS + "/a", "merge", "{'metadata':{'finalizers':null}}");
        assertThat(bench.get(CONFIGS + "/a").status()).isEqualTo(404);
    }

    @Test
    void dependentsGoWithTheirOwner() {
        String uid = bench.post(CONFIGS, ServerBench.config("owner")).text("metadata", "uid");
        String owned = "'ownerReferences':[{'apiVersion':'v1','kind':'ConfigMap','name':'owner','uid':'" + uid + "'}],";
        bench.post(CONFIGS, ServerBench.config("child").replace("'name':'child'", owned + "'name':'child'"));
        bench.post(CONFIGS, ServerBench.config("orphan").replace("'name':'orphan'", owned + "'name':'orphan'"));
        bench.call("DELETE", CONFIGS + "/owner", "{'propagationPolicy':'Background'}", "application/json");
        assertThat(names(CONFIGS)).isEmpty();
        uid = bench.post(CONFIGS, ServerBench.config("owner")).text("metadata", "uid");
        bench.post(CONFIGS, ServerBench.config("orphan").replace("'name':'orphan'", owned.replaceFirst("'uid':'[^']*'", "'uid':'" + uid + "'") + "'name':'orphan'"));
        bench.call("DELETE", CONFIGS + "/owner", "{'propagationPolicy':'Orphan'}", "application/json");
        assertThat(names(CONFIGS)).containsExactly("orphan");
    }

    @Test
    void namespaceTakesEverythingWithIt() {
        bench.post("/api/v1/namespaces/other/configmaps", ServerBench.config("a").replace("'name':'a'", "'name':'a','finalizers':['x/y']"));
        bench.post("/api/v1/namespaces/other/configmaps", ServerBench.config("b"));
        assertThat(bench.delete("/api/v1/namespaces/other").text("status", "phase")).isEqualTo("Terminating");
        assertThat(bench.post("/api/v1/namespaces/other/configmaps", ServerBench.config("c")).status()).isEqualTo(403);
        assertThat(names("/api/v1/namespaces/other/configmaps")).containsExactly("a");
        bench.patch("/api/v1/namespaces/other/configmaps/a", "merge", "{'metadata':{'finalizers':[]}}");
        assertThat(bench.get("/api/v1/namespaces/other").status()).isEqualTo(404);
    }

    @Test
    void pagesJoinToTheWholeList() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            bench.post(CONFIGS, ServerBench.config(name));
        }
        var first = bench.get(CONFIGS + "?limit=2");
        assertThat(first.body().at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        var second = bench.get(CONFIGS + "?limit=2&continue=" + first.text("metadata", "continue"));
        var third = bench.get(CONFIGS + "?limit=2&continue=" + second.text("metadata", "continue"));
        assertThat(third.body().path("metadata").has("continue")).isFalse();
        assertThat(List.of(first, second, third)).flatExtracting(page -> page.body().path("items").findValuesAsText("name")).containsExactly("a", "b", "c", "d", "e");
        assertThat(bench.get(CONFIGS + "?limit=2&continue=%%%").status()).isEqualTo(400);
    }

    @Test
    void selectorsChoose() {
        bench.post(PODS, ServerBench.pod("a", "{'app':'x','tier':'web'}"));
        bench.post(PODS, ServerBench.pod("b", "{'app':'y'}"));
        assertThat(names(PODS + "?labelSelector=app%20in%20(x,z),tier")).containsExactly("a");
        assertThat(names(PODS + "?labelSelector=app%20notin%20(x)")).containsExactly("b");
        assertThat(names(PODS + "?fieldSelector=metadata.name%21%3Da,status.phase%3DPending")).containsExactly("b");
        assertThat(bench.get(PODS + "?fieldSelector=spec.bogus%3D1").text("message")).contains("field label not supported: spec.bogus");
    }

    @Test
    void deleteCollectionTakesWhatIsSelected() {
        bench.post(PODS, ServerBench.pod("a", "{'app':'x'}"));
        bench.post(PODS, ServerBench.pod("b", "{'app':'y'}"));
        bench.delete(PODS + "?labelSelector=app%3Dx");
        assertThat(names(PODS)).containsExactly("b");
    }

    @Test
    void everythingIsAllowedToEverybody() {
        var review = bench.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{'apiVersion':'authorization.k8s.io/v1','kind':'SelfSubjectAccessReview','spec':{'resourceAttributes':{'verb':'get','resource':'pods'}}}");
        assertThat(review.body().at("/status/allowed").asBoolean()).isTrue();
        assertThat(bench.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "{'apiVersion':'authentication.k8s.io/v1','kind':'SelfSubjectReview'}")
                .body().at("/status/userInfo/username").asText()).isEqualTo("demo-admin");
    }

    @Test
    void bothSpellingsOfEventsAreOneSet() {
        bench.post("/api/v1/namespaces/default/events", "{'apiVersion':'v1','kind':'Event','metadata':{'name':'e'},'involvedObject':{'kind':'Pod','name':'p'},'reason':'R','message':'m','type':'Normal'}");
        var modern = bench.get("/apis/events.k8s.io/v1/namespaces/default/events/e");
        assertThat(modern.text("note")).isEqualTo("m");
        assertThat(modern.text("regarding", "name")).isEqualTo("p");
        assertThat(names("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp")).containsExactly("e");
    }

    private List<String> names(String path) {
        return bench.get(path).body().path("items").valueStream().map(item -> Json.text(item, "metadata", "name")).toList();
    }
}
