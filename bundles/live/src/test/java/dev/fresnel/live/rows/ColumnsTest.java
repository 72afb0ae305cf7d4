package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.Json;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns of ours beside the Table's: shown, sorted, filtered and counted by. */
class ColumnsTest {
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @BeforeEach
    void world() {
        String ended = Instant.ofEpochMilli(System.currentTimeMillis() / 1000 * 1000 - 300_000).toString();
        bench.api.put("shop", "web-1", Map.of("app", "web", "pod-template-hash", "abc"), "1/1", "Running", 3,
                "\"spec\":{\"nodeName\":\"n1\",\"containers\":[{\"name\":\"app\",\"image\":\"nginx\",\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"},"
                        + "\"limits\":{\"cpu\":\"1\",\"memory\":\"128Mi\"}}},{\"name\":\"side\",\"image\":\"envoy\",\"resources\":{\"requests\":{\"cpu\":\"50m\"}}}]},"
                        + "\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}],\"containerStatuses\":[{\"name\":\"app\",\"restartCount\":3,"
                        + "\"lastState\":{\"terminated\":{\"reason\":\"OOMKilled\",\"exitCode\":137,\"finishedAt\":\"" + ended + "\"}}}]}");
        bench.api.put("shop", "api-1", Map.of("app", "api"), "0/1", "CrashLoopBackOff", 12,
                "\"spec\":{\"nodeName\":\"n2\",\"containers\":[{\"name\":\"app\",\"image\":\"golang\"}]},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\"}]}");
        bench.api.put("bank", "db-1", Map.of(), "0/1", "Pending", 0, "\"spec\":{\"containers\":[{\"name\":\"db\",\"image\":\"nginx\"}]}");
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private static String pods(String more) {
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\"," + more + "}";
    }

    private void open(String more, int matched) {
        bench.rows(Bench.ANN, client, pods(more));
        client.listed(matched);
    }

    private List<String> column(int index) {
        return client.rows().stream().map(row -> row.get("cells").items().get(index).text()).toList();
    }

    @Test
    void saysWhatIsReadOutOfObjects() {
        open("\"columns\":[\"name\",\"namespace\",\"label:app\",\"labels\",\"condition:Ready\",\"path:.spec.containers[*].image\",\"path:{.spec.nodeName}\","
                + "\"last-restart\",\"node\",\"ip\",\"nonsense\"],\"sort\":\"name\"", 3);
        assertThat(client.head().get("columns").items().stream().map(column -> column.get("id").text())).containsExactly(
                "name", "label:app", "labels", "condition:Ready", "path:.spec.containers[*].image", "path:{.spec.nodeName}", "last-restart", "node", "ip");
        assertThat(client.head().get("columns").items().get(1).get("own").flag()).isTrue();
        assertThat(client.head().get("offers").items().stream().map(column -> column.get("id").text()))
                .containsExactly("name", "ready", "status", "restarts", "age", "ip", "node", "cpu", "memory", "last-restart", "owner", "labels");
        assertThat(column(0)).containsExactly("api-1", "db-1", "web-1");
        assertThat(column(1)).containsExactly("api", "", "web");
        assertThat(column(2)).containsExactly("app=api", "<none>", "app=web,pod-template-hash=abc");
        assertThat(column(3)).containsExactly("False", "<none>", "True");
        assertThat(column(4)).containsExactly("golang", "nginx", "nginx,envoy");
        assertThat(column(5)).containsExactly("n2", "<none>", "n1");
        assertThat(column(6).getLast()).matches("OOMKilled 137 app \\([5-8]m(\\d+s)? ago\\)");
        Json time = client.rows().getLast().at("/times/6/0");
        assertThat(column(6).getLast()).contains("(" + time.items().getFirst().text() + " ago)");
        assertThat(column(6).getFirst()).isEqualTo("<none>");
    }

    @Test
    void aChangeOfWhatIsReadIsTold() {
        open("\"columns\":[\"name\",\"path:.spec.nodeName\"],\"sort\":\"path:.spec.nodeName\"", 3);
        assertThat(column(1)).containsExactly("n1", "n2", "<none>");
        bench.api.put("bank", "db-1", Map.of(), "0/1", "Pending", 0, "\"spec\":{\"nodeName\":\"n0\"}");
        client.until("moved to the front", () -> column(1).equals(List.of("n0", "n1", "n2")));
    }

    @Test
    void anyFieldFilters() {
        open("\"filter\":{\"fields\":\"spec.containers[*].image=nginx\"},\"sort\":\"name\"", 2);
        assertThat(client.names()).containsExactly("db-1", "web-1");
        Client other = new Client();
        bench.rows(Bench.ANN, other, pods("\"filter\":{\"fields\":\"status.conditions[?(@.type==\\\"Ready\\\")].status!=True\"},\"sort\":\"name\""));
        other.until("not ready", () -> other.names().equals(List.of("api-1", "db-1")));
    }

    @Test
    void wordsLookIntoTheColumnsThatAreShown() {
        open("\"filter\":{\"text\":\"envoy\"},\"columns\":[\"name\",\"path:.spec.containers[*].image\"]", 1);
        Client other = new Client();
        bench.rows(Bench.ANN, other, pods("\"filter\":{\"text\":\"envoy\"}"));
        other.until("not shown", () -> other.number("matched") == 0 && other.number("total") == 3);
        Client expression = new Client();
        bench.rows(Bench.ANN, expression, pods("\"filter\":{\"text\":\"/^(web|db)-\\\\d$/\"}"));
        expression.until("expression", () -> expression.names().equals(List.of("db-1", "web-1")));
    }

    @Test
    void expressionsThatExplodeAreRefused() {
        for (String bad : List.of("/((a{40}){40}){40}/", "/(/", "/" + "a".repeat(300) + "/")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> bench.rows(Bench.ANN, client, pods("\"filter\":{\"text\":\"" + bad + "\"}")))
                    .isInstanceOf(dev.fresnel.api.plugin.Problem.class);
        }
    }

    @Test
    void namesAreRankedByHowWellTheyFit() {
        for (String name : List.of("w-e-b", "my-web", "web", "websocket", "cobweb")) {
            bench.api.put("a", name, Map.of(), "1/1", "Running", 0, "");
        }
        open("\"filter\":{\"name\":\"web\"}", 6);
        assertThat(client.names()).containsExactly("web", "web-1", "websocket", "my-web", "cobweb", "w-e-b");
    }

    @Test
    void groupsAreCounted() {
        open("\"group\":\"node\",\"filter\":{\"state\":[\"ok\"]}", 1);
        Json groups = client.last().get("groups");
        assertThat(groups.items().stream().map(group -> group.get("key").text() + " " + group.get("total").text() + " " + group.at("/counts/error").text()))
                .containsExactly(" 1 0", "n1 1 0", "n2 1 1");
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n1\"}");
        client.until("counted", () -> client.last().get("groups").items().stream().anyMatch(group -> group.get("key").text().equals("n1") && group.get("total").text().equals("2")));
        bench.api.delete("pods", "shop", "api-1");
        client.until("gone", () -> client.last().get("groups").items().stream().noneMatch(group -> group.get("key").text().equals("n2")));
    }

    private void usage(String namespace, String name, String cpu, String memory) {
        bench.api.put("pods.metrics.k8s.io", namespace, name, Map.of(), List.of("", "", "", "", ""),
                "\"containers\":[{\"name\":\"app\",\"usage\":{\"cpu\":\"" + cpu + "\",\"memory\":\"" + memory + "\"}},{\"name\":\"side\",\"usage\":{\"cpu\":\"1\",\"memory\":\"1Mi\"}}]");
    }

    @Test
    void figuresComeFromMetricsWithWhatWasAskedFor() {
        bench.api.metrics = true;
        usage("shop", "web-1", "12345678n", "20Mi");
        usage("shop", "api-1", "2", "100Ki");
        open("\"columns\":[\"name\",\"cpu\",\"memory\"],\"sort\":\"-cpu\"", 3);
        client.until("figures", () -> column(1).equals(List.of("3000m", "1013m", "")));
        assertThat(client.names()).containsExactly("api-1", "web-1", "db-1");
        assertThat(column(2)).containsExactly("1Mi", "21Mi", "");
        Json cpu = client.rows().get(1).at("/usage/1");
        assertThat(cpu.get("used").text()).isEqualTo("1.012345678");
        assertThat(cpu.get("request").text()).isEqualTo("0.15");
        assertThat(cpu.get("limit").present()).as("one container has none").isFalse();
        assertThat(client.rows().get(1).at("/usage/2").get("request").number(0)).isEqualTo(64L * 1024 * 1024);
        assertThat(client.rows().get(2).at("/usage/1/used").present()).as("not known is not 0").isFalse();
        usage("shop", "web-1", "3", "20Mi");
        client.until("new figures in new order", () -> client.names().equals(List.of("web-1", "api-1", "db-1")) && column(1).getFirst().equals("4000m"));
    }

    @Test
    void figuresThatCannotBeHadAreSaidInWords() {
        open("\"columns\":[\"name\",\"cpu\"],\"sort\":\"name\"", 3);
        client.until("absent", () -> note().equals("cpu test absent"));
        assertThat(column(1)).containsExactly("", "", "");
        bench.api.metrics = true;
        bench.api.denied.add("list pods.metrics.k8s.io *");
        Client other = new Client();
        bench.rows(Bench.ANN, other, pods("\"columns\":[\"name\",\"memory\"]"));
        other.until("forbidden", () -> other.number("matched") == 3 && other.last().at("/notes/0/state").text().equals("forbidden"));
        assertThat(other.last().at("/notes/0/detail").text()).contains("pods.metrics.k8s.io");
        assertThat(other.number("matched")).isEqualTo(3);
    }

    private String note() {
        Json note = client.last() == null ? null : client.last().at("/notes/0");
        return note == null ? "" : note.get("column").text() + " " + note.get("cluster").text() + " " + note.get("state").text();
    }
}
