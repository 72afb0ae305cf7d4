package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells in the words of the API server. */
class TablesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static String cells(Tables.Cells printer, String object) {
        ArrayNode cells = Json.array();
        printer.fill(cells, ServerBench.object(object), NOW);
        return cells.toString();
    }

    @ParameterizedTest
    @CsvSource({"PT59S,59s", "PT119S,119s", "PT2M,2m", "PT5M30S,5m30s", "PT10M30S,10m", "PT179M,179m", "PT3H,3h", "PT7H59M,7h59m", "PT47H,47h",
        "PT50H,2d2h", "P8D,8d", "P400D,400d", "P800D,2y70d", "P3000D,8y", "PT-5S,<invalid>"})
    void agesAreShort(String duration, String words) {
        assertThat(Ages.human(Duration.parse(duration))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'phase':'Pending'} | '0/1','Pending','0'",
        "{'phase':'Running','conditions':[{'type':'Ready','status':'True'}],'containerStatuses':[{'name':'c','ready':true,'restartCount':0,'state':{'running':{}}}]} | '1/1','Running','0'",
        "{'phase':'Running','containerStatuses':[{'name':'c','restartCount':3,'state':{'waiting':{'reason':'CrashLoopBackOff'}},'lastState':{'terminated':{'finishedAt':'2026-11-21T11:58:00Z'}}}]} | '0/1','CrashLoopBackOff','3 (2m ago)'",
        "{'phase':'Succeeded','containerStatuses':[{'name':'c','restartCount':0,'state':{'terminated':{'exitCode':0,'reason':'Completed'}}}]} | '0/1','Completed','0'",
        "{'phase':'Failed','containerStatuses':[{'name':'c','restartCount':0,'state':{'terminated':{'exitCode':7}}}]} | '0/1','ExitCode:7','0'",
        "{'phase':'Pending','initContainerStatuses':[{'name':'i','restartCount':0,'state':{'running':{}}}]} | '0/1','Init:0/1','0'",
        "{'phase':'Pending','initContainerStatuses':[{'name':'i','restartCount':2,'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]} | '0/1','Init:CrashLoopBackOff','2'",
        "{'phase':'Failed','reason':'Evicted'} | '0/1','Evicted','0'"})
    void podsAreSummedUpInOneWord(String status, String expected) {
        String pod = "{'metadata':{'name':'p','creationTimestamp':'2026-11-21T11:00:00Z'},'spec':{'initContainers':[{'name':'i'}],'containers':[{'name':'c'}]},'status':" + status + "}";
        assertThat(cells(PodCells::fill, pod)).startsWith("[\"p\"," + expected.replace('\'', '"') + ",\"60m\"");
    }

    @Test
    void aPodThatIsBeingDeletedIsTerminating() {
        assertThat(cells(PodCells::fill, "{'metadata':{'name':'p','deletionTimestamp':'x'},'spec':{'containers':[{}]},'status':{'phase':'Running'}}")).contains("\"Terminating\"");
    }

    @Test
    void nodesAndServices() {
        assertThat(cells(NodeCells::fill, "{'metadata':{'name':'n','labels':{'node-role.kubernetes.io/b':'','kubernetes.io/role':'a'},'creationTimestamp':'2026-11-20T12:00:00Z'},"
                + "'spec':{'unschedulable':true},'status':{'conditions':[{'type':'Ready','status':'Unknown'}],'nodeInfo':{'kubeletVersion':'v1'}}}"))
                .startsWith("[\"n\",\"NotReady,SchedulingDisabled\",\"a,b\",\"24h\",\"v1\",\"<none>\"");
        assertThat(cells(NetworkCells::service, "{'metadata':{'name':'s'},'spec':{'type':'LoadBalancer','clusterIPs':['10.0.0.1'],'ports':[{'port':80,'nodePort':30080,'protocol':'TCP'}]}}"))
                .isEqualTo("[\"s\",\"LoadBalancer\",\"10.0.0.1\",\"<pending>\",\"80:30080/TCP\",\"<unknown>\",\"<none>\"]");
    }

    @Test
    void includeObjectDecidesWhatComesAlong() {
        ServerBench bench = new ServerBench();
        bench.post("/api/v1/namespaces/default/configmaps", ServerBench.config("a"));
        String path = "/api/v1/namespaces/default/configmaps/a";
        assertThat(bench.table(path + "?includeObject=None").body().path("rows").path(0).has("object")).isFalse();
        assertThat(bench.table(path).body().at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(bench.table(path + "?includeObject=Object").body().at("/rows/0/object/data/a").asText()).isEqualTo("1");
    }

    @Test
    void everyPrintedKindFillsAllItsColumns() {
        ServerBench bench = new ServerBench();
        Tables tables = new Tables(bench.cluster.types(), bench);
        bench.cluster.types().all().filter(type -> type.verbs().contains("list")).forEach(type ->
                assertThat(tables.row(type, ServerBench.object("{'metadata':{'name':'x'}}"), "None").path("cells").size())
                        .as(type.qualified()).isEqualTo(tables.definitions(type).size()));
    }
}
