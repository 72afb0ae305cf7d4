package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a CustomResourceDefinition brings at once: discovery, schema, columns, defaults, checks. */
class CustomResourcesTest {
    private static final String LAMPS = "/apis/x.example/v1/namespaces/default/lamps";

    private final ServerBench bench = new ServerBench();

    static ObjectNode definition() {
        return ServerBench.object("{'apiVersion':'apiextensions.k8s.io/v1','kind':'CustomResourceDefinition','metadata':{'name':'lamps.x.example'},'spec':{'group':'x.example',"
                + "'names':{'kind':'Lamp','plural':'lamps','shortNames':['lp']},'scope':'Namespaced','versions':[{'name':'v1','served':true,'storage':true,"
                + "'subresources':{'status':{},'scale':{'specReplicasPath':'.spec.bulbs','statusReplicasPath':'.status.bulbs'}},"
                + "'additionalPrinterColumns':[{'name':'Watts','type':'integer','jsonPath':'.spec.watts'},{'name':'On','type':'string','jsonPath':'.status.conditions[?(@.type==\\\"On\\\")].status'},"
                + "{'name':'Age','type':'date','jsonPath':'.metadata.creationTimestamp'}],'schema':{'openAPIV3Schema':{'type':'object','properties':{'spec':{'type':'object','required':['watts'],"
                + "'properties':{'watts':{'type':'integer','minimum':1},'colour':{'type':'string','enum':['warm','cold'],'default':'warm'},'bulbs':{'type':'integer'},'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}},"
                + "'status':{'type':'object','x-kubernetes-preserve-unknown-fields':true}}}}}]}}");
    }

    private static String lamp(String spec) {
        return "{'apiVersion':'x.example/v1','kind':'Lamp','metadata':{'name':'l'},'spec':" + spec + "}";
    }

    @BeforeEach
    void define() {
        assertThat(bench.post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition().toString()).status()).isEqualTo(201);
    }

    @Test
    void isDiscoveredAtOnce() {
        assertThat(bench.get("/apis/x.example/v1").body().path("resources").findValuesAsText("name")).contains("lamps", "lamps/status", "lamps/scale");
        var aggregated = bench.call("GET", "/apis", "", "", "Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        assertThat(aggregated.headers().get("Content-Type")).containsExactly("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(aggregated.body().path("items").findValuesAsText("resource")).contains("lamps", "deployments", "nodepools".replace("nodepools", "lamps"));
        var schema = bench.get("/openapi/v3/apis/x.example/v1").body();
        assertThat(schema.at("/components/schemas/example.x.v1.Lamp/properties/spec/properties/watts/type").asText()).isEqualTo("integer");
        assertThat(schema.at("/paths/~1apis~1x.example~1v1~1namespaces~1{namespace}~1lamps~1{name}/patch/parameters").findValuesAsText("name")).contains("fieldValidation", "dryRun");
        assertThat(bench.get("/openapi/v3").body().path("paths").has("apis/x.example/v1")).isTrue();
    }

    @Test
    void schemaDefaultsPrunesAndRefuses() {
        var made = bench.post(LAMPS, lamp("{'watts':5,'unknown':1,'free':{'any':'thing'}}"));
        assertThat(made.body().path("spec")).isEqualTo(ServerBench.object("{'watts':5,'free':{'any':'thing'},'colour':'warm'}"));
        assertThat(made.headers().get("Warning")).containsExactly("299 - \"unknown field \\\"spec.unknown\\\"\"");
        assertThat(bench.post(LAMPS, lamp("{}")).text("message")).isEqualTo("Lamp.x.example \"l\" is invalid: spec.watts: Required value");
        assertThat(bench.post(LAMPS, lamp("{'watts':'a lot'}")).text("message")).contains("spec.watts in body must be of type integer: \"string\"");
        assertThat(bench.post(LAMPS, lamp("{'watts':0}")).text("message")).contains("spec.watts in body should be greater than or equal to 1");
        assertThat(bench.post(LAMPS, lamp("{'watts':1,'colour':'blue'}")).text("message")).contains("Unsupported value: \"blue\": supported values: \"warm\", \"cold\"");
    }

    @Test
    void printsItsColumns() {
        bench.post(LAMPS, lamp("{'watts':5}"));
        bench.patch(LAMPS + "/l/status", "merge", "{'status':{'conditions':[{'type':'Off','status':'False'},{'type':'On','status':'True'}]}}");
        var table = bench.table(LAMPS);
        assertThat(table.body().path("columnDefinitions").findValuesAsText("name")).containsExactly("Name", "Watts", "On", "Age");
        assertThat(table.body().at("/rows/0/cells").toString()).isEqualTo("[\"l\",5,\"True\",\"0s\"]");
    }

    @Test
    void scalesWhereTheDefinitionSays() {
        bench.post(LAMPS, lamp("{'watts':5,'bulbs':2}"));
        assertThat(bench.get(LAMPS + "/l/scale").body().at("/spec/replicas").asInt()).isEqualTo(2);
        bench.patch(LAMPS + "/l/scale", "merge", "{'spec':{'replicas':3}}");
        assertThat(bench.get(LAMPS + "/l").body().at("/spec/bulbs").asInt()).isEqualTo(3);
    }

    @Test
    void leavesWithItsDefinition() {
        bench.post(LAMPS, lamp("{'watts':5}"));
        bench.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.x.example");
        assertThat(bench.get(LAMPS).status()).isEqualTo(404);
    }
}
