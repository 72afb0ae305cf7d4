package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** The four kinds of patches. */
class PatchesTest {
    private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/default/deployments/web";

    private final ServerBench bench = new ServerBench();

    private ServerBench.Answer patched(String kind, String json) {
        bench.post("/apis/apps/v1/namespaces/default/deployments", ServerBench.deployment("web"));
        return bench.patch(DEPLOYMENT + (kind.equals("apply") ? "?fieldManager=test" : ""), kind, json);
    }

    @Test
    void mergeRemovesNullsAndReplacesLists() {
        ObjectNode target = ServerBench.object("{'a':{'b':1,'c':2},'l':[1,2]}");
        assertThat(Patches.merge(target, ServerBench.object("{'a':{'b':null,'d':3},'l':[9]}"))).isEqualTo(ServerBench.object("{'a':{'c':2,'d':3},'l':[9]}"));
    }

    @Test
    void jsonPatchWorksStepByStep() {
        ObjectNode target = ServerBench.object("{'a':{'b/c':1},'l':[1,2,3]}");
        var after = Patches.json(target, Json.parse("[{\"op\":\"test\",\"path\":\"/a/b~1c\",\"value\":1},{\"op\":\"add\",\"path\":\"/l/1\",\"value\":9},"
                + "{\"op\":\"remove\",\"path\":\"/l/0\"},{\"op\":\"add\",\"path\":\"/l/-\",\"value\":7},{\"op\":\"move\",\"from\":\"/a\",\"path\":\"/z\"}]"));
        assertThat(after).isEqualTo(ServerBench.object("{'l':[9,2,3,7],'z':{'b/c':1}}"));
        assertThatThrownBy(() -> Patches.json(ServerBench.object("{}"), Json.parse("[{\"op\":\"remove\",\"path\":\"/no\"}]"))).isInstanceOf(ApiFailure.class);
        assertThatThrownBy(() -> Patches.json(ServerBench.object("{'a':1}"), Json.parse("[{\"op\":\"test\",\"path\":\"/a\",\"value\":2}]"))).hasMessageContaining("test failed");
    }

    @Test
    void strategicMergesListsByTheirKeys() {
        var after = patched("strategic-merge", "{'spec':{'template':{'spec':{'containers':[{'name':'side','image':'s:1'},{'name':'c','env':[{'name':'A','value':'1'}]}]}}}}");
        assertThat(after.status()).isEqualTo(200);
        var containers = after.body().at("/spec/template/spec/containers");
        assertThat(containers.findValuesAsText("image")).containsExactly("nginx:1", "s:1");
        assertThat(containers.path(0).at("/env/0/value").asText()).isEqualTo("1");
        var removed = bench.patch(DEPLOYMENT, "strategic-merge", "{'spec':{'template':{'spec':{'containers':[{'name':'side','$patch':'delete'}]}}}}");
        assertThat(removed.body().at("/spec/template/spec/containers").size()).isEqualTo(1);
    }

    @Test
    void strategicKeepsToTheGivenOrder() {
        patched("strategic-merge", "{'spec':{'template':{'spec':{'containers':[{'name':'b','image':'b'},{'name':'a','image':'a'}]}}}}");
        var after = bench.patch(DEPLOYMENT, "strategic-merge",
                "{'spec':{'template':{'spec':{'$setElementOrder/containers':[{'name':'a'},{'name':'b'},{'name':'c'}],'containers':[{'name':'a','tty':true}]}}}}");
        assertThat(after.body().at("/spec/template/spec/containers").valueStream().map(one -> Json.text(one, "name"))).containsExactly("a", "b", "c");
    }

    @Test
    void strategicKnowsRetainedKeys() {
        var after = patched("strategic-merge", "{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}");
        assertThat(after.body().at("/spec/strategy").toString()).isEqualTo("{\"type\":\"Recreate\"}");
    }

    @Test
    void strategicIsNotForCustomResources() {
        bench.cluster.create("customresourcedefinitions.apiextensions.k8s.io", CustomResourcesTest.definition());
        bench.post("/apis/x.example/v1/namespaces/default/lamps", "{'apiVersion':'x.example/v1','kind':'Lamp','metadata':{'name':'l'},'spec':{'watts':5}}");
        assertThat(bench.patch("/apis/x.example/v1/namespaces/default/lamps/l", "strategic-merge", "{'spec':{'watts':6}}").status()).isEqualTo(415);
        assertThat(bench.patch("/apis/x.example/v1/namespaces/default/lamps/l", "merge", "{'spec':{'watts':6}}").body().at("/spec/watts").asInt()).isEqualTo(6);
    }

    @Test
    void applyCreatesAndMerges() {
        String path = "/apis/apps/v1/namespaces/default/deployments/web?fieldManager=test";
        assertThat(bench.patch(path, "apply", ServerBench.deployment("web")).status()).isEqualTo(201);
        var after = bench.call("PATCH", path, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n      - name: c\n        image: nginx:2\n",
                "application/apply-patch+yaml");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.body().at("/spec/template/spec/containers/0/image").asText()).isEqualTo("nginx:2");
        assertThat(after.body().at("/spec/template/spec/containers/0/ports/0/containerPort").asInt()).isEqualTo(80);
        assertThat(bench.patch(path.replaceFirst("\\?.*", ""), "apply", "{}").status()).isEqualTo(400);
    }
}
