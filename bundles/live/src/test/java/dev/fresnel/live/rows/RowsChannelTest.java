package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowsChannelTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private void three() {
        bench.api.put("shop", "web-1", Map.of("app", "web"), "1/1", "Running", 0, "\"spec\":{\"nodeName\":\"n1\"}");
        bench.api.put("shop", "api-1", Map.of("app", "api"), "0/1", "CrashLoopBackOff", 12, "\"spec\":{\"nodeName\":\"n2\"}");
        bench.api.put("bank", "db-1", Map.of(), "0/1", "Pending", 2, "");
    }

    @Test
    void firstWindowComesInListOrderWithCountsAndColumns() {
        three();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        assertThat(client.names()).containsExactly("db-1", "api-1", "web-1");
        assertThat(client.count("error")).isEqualTo(1);
        assertThat(client.count("waiting")).isEqualTo(1);
        assertThat(client.count("ok")).isEqualTo(1);
        assertThat(client.age("test")).isEqualTo("live");
        Json head = client.head();
        assertThat(head).isNotNull();
        assertThat(head.get("columns").items().stream().map(c -> c.get("id").text()))
                .containsExactly("name", "ready", "status", "restarts", "age");
        assertThat(client.rows().getFirst().get("cells").items().get(4).text()).matches("[6-9]\\ds|1\\d\\ds|[2-9]m(\\d+s)?");
        assertThat(bench.api.requests).anyMatch(r -> r.contains("sendInitialEvents=true") && r.contains("includeObject=Object"));
    }

    @Test
    void changesComeAsDeltasOfTheWindowAlone() {
        three();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        bench.api.put("shop", "web-1", Map.of("app", "web"), "1/1", "Running", 1, "");
        client.until("restart", () -> client.rows().getLast().get("cells").items().get(3).text().equals("1"));
        assertThat(client.frames().getLast()).startsWith("delta").doesNotContain("order").doesNotContain("db-1");
        bench.api.delete("pods", "bank", "db-1");
        client.until("gone", () -> client.number("total") == 2);
        assertThat(client.names()).containsExactly("api-1", "web-1");
        bench.api.put("bank", "db-2", Map.of(), "1/1", "Running", 0, "");
        client.until("new", () -> client.names().equals(List.of("db-2", "api-1", "web-1")));
    }

    @Test
    void whatLooksTheSameCausesNoFrame() {
        three();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        int before = client.frames().size();
        bench.api.put("shop", "web-1", Map.of("app", "web"), "1/1", "Running", 0, "\"status\":{\"x\":\"heartbeat\"}");
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        client.until("second", () -> client.number("total") == 4);
        assertThat(client.frames().subList(before, client.frames().size())).allMatch(frame -> frame.contains("web-2"));
    }

    @Test
    void filtersSortsAndWindows() {
        three();
        RowsChannel channel = bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        update(channel, "\"sort\":\"state,name\"");
        client.until("worst first", () -> client.names().equals(List.of("api-1", "db-1", "web-1")));
        update(channel, "\"sort\":\"-restarts\"");
        client.until("restarts", () -> client.names().equals(List.of("api-1", "db-1", "web-1")));
        update(channel, "\"filter\":{\"labels\":\"app in (web,api)\"},\"sort\":\"name\"");
        client.until("labels", () -> client.names().equals(List.of("api-1", "web-1")));
        assertThat(client.number("total")).isEqualTo(3);
        update(channel, "\"filter\":{\"text\":\"crash shop\"}");
        client.until("text", () -> client.names().equals(List.of("api-1")));
        update(channel, "\"filter\":{\"fields\":\"spec.nodeName=n1\"}");
        client.until("fields", () -> client.names().equals(List.of("web-1")));
        update(channel, "\"filter\":{\"state\":[\"error\"]}");
        client.until("state", () -> client.names().equals(List.of("api-1")));
        assertThat(client.count("ok")).as("counts leave the state filter aside").isEqualTo(1);
        update(channel, "\"sort\":\"name\",\"window\":{\"offset\":1,\"limit\":1}");
        client.until("window", () -> client.names().equals(List.of("db-1")));
        assertThat(client.number("matched")).isEqualTo(3);
        update(channel, "\"filter\":{\"fields\":\"spec[=n1\"}");
        client.until("problem", () -> !client.problems().isEmpty());
        assertThat(client.problems().getFirst().code()).isEqualTo("LIVE_FIELD_UNKNOWN");
        assertThat(client.names()).containsExactly("db-1");
    }

    private static void update(RowsChannel channel, String more) {
        channel.update(new dev.fresnel.switchboard.BundleCodec().parse(("{\"clusters\":[\"test\"],\"resource\":\"pods\"," + more + "}").getBytes()));
    }

    @Test
    void wideAddsColumnsAndAnotherResourceBeginsAnew() {
        three();
        bench.api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "2"), "\"data\":{\"password\":\"VALUE-CANARY\"}");
        RowsChannel channel = bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        update(channel, "\"wide\":true");
        client.until("wide", () -> client.rows().size() == 3 && client.rows().getFirst().get("cells").items().size() == 7);
        channel.update(bench.api.json.parse("{\"clusters\":[\"test\"],\"resource\":\"secrets\"}".getBytes()));
        client.until("secrets", () -> client.names().equals(List.of("s")));
        assertThat(client.rows().getFirst().get("cells").items().stream().map(Json::text).limit(3)).containsExactly("s", "Opaque", "2");
        assertThat(bench.api.requests).noneMatch(r -> r.contains("/secrets") && r.contains("includeObject=Object"));
        assertThat(client.frames()).noneMatch(f -> f.contains("CANARY"));
    }

    @Test
    void withoutCreditNothingIsSentAndTheDifferenceComesAtOnce() {
        three();
        bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        client.credit(false);
        int before = client.frames().size();
        for (int i = 1; i <= 50; i++) {
            bench.api.put("shop", "web-1", Map.of("app", "web"), "1/1", "Running", i, "");
        }
        Client other = new Client();
        bench.rows(Bench.ANN, other, PODS);
        other.until("other page is up to date", () -> other.age("test").equals("live") && other.rows().size() == 3 && other.rows().getLast().get("cells").items().get(3).text().equals("50"));
        assertThat(client.frames()).hasSize(before);
        client.credit(true);
        client.until("all at once", () -> client.rows().getLast().get("cells").items().get(3).text().equals("50"));
        assertThat(client.frames()).hasSize(before + 1);
    }

    @Test
    void healthComesFromTheServingPluginAndChangesWithTheTable() {
        three();
        bench.rows(Bench.ANN, client, PODS);
        client.until("rows", () -> client.count("ok") == 1);
        bench.board.serve(new Health1(State.PROGRESS, "rolling"));
        client.until("judged by the plugin", () -> client.count("progress") == 3);
        assertThat(client.rows().getFirst().get("r").text()).isEqualTo("rolling n?");
        assertThat(client.rows().getLast().get("r").text()).isEqualTo("rolling n1");
        bench.board.serve();
        client.until("judged by the cells again", () -> client.count("ok") == 1 && client.count("error") == 1);
    }

    @Test
    void undeclaredReadsFailAndCellsDecide() {
        three();
        bench.board.serve(new HealthSource() {
            @Override
            public Reads reads() {
                return Reads.of(Kind.POD, "/status");
            }

            @Override
            public Health health(KubeObject object) {
                return object.text("/spec/nodeName").isEmpty() ? Health.FINE : Health.of(State.UNKNOWN);
            }
        });
        bench.rows(Bench.ANN, client, PODS);
        client.listed(3);
        assertThat(client.count("unknown")).isZero();
        assertThat(client.count("error")).isEqualTo(1);
    }

    private record Health1(State state, String reason) implements HealthSource {
        @Override
        public Reads reads() {
            return Reads.of(Kind.POD, "/spec/nodeName").cells("Status");
        }

        @Override
        public Health health(KubeObject object) {
            String node = object.text("/spec/nodeName");
            return new Health(state, reason + " " + (node.isEmpty() ? "n?" : node));
        }
    }

    @Test
    void restartsCarryTheirTime() {
        String ago = java.time.Instant.ofEpochMilli(System.currentTimeMillis() / 1000 * 1000 - 300_000).toString();
        bench.api.put("pods", "shop", "w", Map.of(), List.of("1/1", "Running", "3 (5m ago)", "10.0.0.1", "n"),
                "\"status\":{\"startTime\":\"" + ago + "\",\"containerStatuses\":[{\"lastState\":{\"terminated\":{\"finishedAt\":\"" + ago + "\"}}}]}");
        bench.rows(Bench.ANN, client, PODS);
        client.listed(1);
        Json row = client.rows().getFirst();
        String cell = row.get("cells").items().get(3).text();
        Json time = row.at("/times/3/0");
        assertThat(cell).isEqualTo("3 (" + time.items().getFirst().text() + " ago)").matches("3 \\([5-8]m(\\d+s)? ago\\)");
        assertThat(time.items().get(1).number(0)).isEqualTo(java.time.Instant.parse(ago).toEpochMilli());
    }

    @Test
    void clustersAreOneListAndOneInTroubleDoesNotHideTheOthers() {
        three();
        bench.rows(Bench.ANN, client, "{\"clusters\":[\"test\",\"test-b\",\"nowhere\"],\"resource\":\"pods\"}");
        client.until("both", () -> client.number("matched") == 6);
        assertThat(client.rows().stream().map(row -> row.get("c").text() + " " + row.get("n").text()))
                .containsExactly("test db-1", "test-b db-1", "test api-1", "test-b api-1", "test web-1", "test-b web-1");
        client.until("age of the unknown one", () -> !client.age("nowhere").isEmpty());
        assertThat(client.end()).isEmpty();
    }
}
