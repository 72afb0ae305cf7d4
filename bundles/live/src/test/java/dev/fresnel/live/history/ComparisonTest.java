package dev.fresnel.live.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.history.Comparison.Difference;
import dev.fresnel.switchboard.BundleCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final BundleCodec json = new BundleCodec();

    private List<String> compared(String before, String after) {
        return compared(before, after, false);
    }

    private List<String> compared(String before, String after, boolean secret) {
        return Comparison.between(
                json.parse(before.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                json.parse(after.replace('\'', '"').getBytes(StandardCharsets.UTF_8)), secret).differences().stream().map(ComparisonTest::text).toList();
    }

    private static String text(Difference one) {
        return one.path() + " " + one.before().orElse("-") + " > " + one.after().orElse("-");
    }

    @Test
    void elementsOfListsAreToldApartByName() {
        assertThat(compared("{'c':[{'name':'a','n':1},{'name':'b','n':2}]}", "{'c':[{'name':'x','n':0},{'name':'a','n':1},{'name':'b','n':3}]}"))
                .containsExactlyInAnyOrder(".c[name=b].n 2 > 3", ".c[name=x] - > {\"name\":\"x\",\"n\":0}");
        assertThat(compared("{'a':['x','y']}", "{'a':['x','z']}")).containsExactly(".a[1] \"y\" > \"z\"");
        assertThat(compared("{'a':['x','y']}", "{'a':['x']}")).containsExactly(".a [\"x\",\"y\"] > [\"x\"]");
        assertThat(compared("{'metadata':{'annotations':{'a.b/c':'1'}}}", "{'metadata':{'annotations':{}}}")).containsExactly(".metadata.annotations[\"a.b/c\"] \"1\" > -");
    }

    @Test
    void whatCountsUpByItselfIsNoChange() {
        assertThat(compared(
                "{'metadata':{'resourceVersion':'1','generation':1},'status':{'observedGeneration':1,'conditions':[{'type':'Ready','status':'True','lastHeartbeatTime':'a'}]}}",
                "{'metadata':{'resourceVersion':'2','generation':2},'status':{'observedGeneration':2,'conditions':[{'type':'Ready','status':'True','lastHeartbeatTime':'b'}]}}"))
                .isEmpty();
    }

    @Test
    void whatIsCalledASecretIsSeenToChangeButNotKept() {
        assertThat(compared("{'env':[{'name':'DB_PASSWORD','value':'CANARY1'},{'name':'LEVEL','value':'info'}]}",
                "{'env':[{'name':'DB_PASSWORD','value':'CANARY2'},{'name':'LEVEL','value':'warn'}]}"))
                .containsExactly(".env[name=DB_PASSWORD].value \"•••\" > \"•••\"", ".env[name=LEVEL].value \"info\" > \"warn\"");
        assertThat(compared("{'env':[]}", "{'env':[{'name':'API_TOKEN','value':'CANARY'},{'name':'x','valueFrom':{'secretKeyRef':{'name':'s','key':'k'}}}]}").toString())
                .doesNotContain("CANARY").contains("secretKeyRef").contains("\"name\":\"s\"");
        assertThat(compared("{'data':{'db.password':'CANARY1','a':'1'}}", "{'data':{'db.password':'CANARY2','a':'2'}}").toString()).doesNotContain("CANARY").contains("\"2\"");
        assertThat(compared("{'url':'postgres://me:CANARY@db/x'}", "{'url':'postgres://me:CANARY@db/y'}")).containsExactly(
                ".url \"postgres://me:•••@db/x\" > \"postgres://me:•••@db/y\"");
        assertThat(compared("{'spec':{'imagePullSecrets':[{'name':'a'}],'automountServiceAccountToken':true}}", "{'spec':{'imagePullSecrets':[{'name':'b'}],'automountServiceAccountToken':false}}").toString())
                .contains("\"name\":\"b\"").contains("false");
    }

    @Test
    void ofSecretsOnlyLabelsAreKept() {
        assertThat(compared("{'metadata':{'labels':{'a':'1'},'annotations':{'n':'CANARY'}},'data':{'k':'CANARY'}}",
                "{'metadata':{'labels':{'a':'2'},'annotations':{'n':'CANARY2'}},'data':{'k':'CANARY2'}}", true).toString())
                .doesNotContain("CANARY").contains("\"2\"");
    }

    @Test
    void ofALongTextThePartThatDiffers() {
        String long1 = "x".repeat(50_000) + "before" + "y".repeat(50_000);
        List<String> found = compared("{'data':{'f':'" + long1 + "'}}", "{'data':{'f':'" + long1.replace("before", "after") + "'}}");
        assertThat(found.getFirst()).hasSizeLessThan(1500).contains("before").contains("after");
    }

    @Test
    void aThousandFieldsAreCounted() {
        StringBuilder before = new StringBuilder("{'a':0");
        StringBuilder after = new StringBuilder("{'a':1");
        for (int i = 0; i < 1000; i++) {
            before.append(",'k").append(i).append("':0");
            after.append(",'k").append(i).append("':1");
        }
        var found = Comparison.between(json.parse((before + "}").replace('\'', '"').getBytes()), json.parse((after + "}").replace('\'', '"').getBytes()), false);
        assertThat(found.differences()).hasSize(60);
        assertThat(found.more()).isEqualTo(941);
    }
}
