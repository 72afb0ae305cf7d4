package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.object.ObjectChannel;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server that has only just started refuses everybody until it has read the roles. */
class WeatherTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private static final String POD = "{\"cluster\":\"test\",\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"web\"}";
    private static final String[] EVERYTHING = {"list pods *", "watch pods *", "get pods *"};

    /** A refusal is believed two seconds after the cluster came back, and what was granted stays four. */
    private static final Pace PACE = new Pace(
            Duration.ofSeconds(4), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(100),
            Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(60));

    private final Bench bench = new Bench(PACE);
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private void pod() {
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "");
    }

    private void restart() {
        bench.api.down = true;
        bench.api.disconnect();
    }

    private void backWithoutRoles() {
        bench.api.denied.addAll(List.of(EVERYTHING));
        bench.api.reviewStatus = 403;
        bench.api.down = false;
    }

    private void roles() {
        bench.api.reviewStatus = 201;
        bench.api.denied.clear();
    }

    private static boolean doubts(String frame) {
        return frame.startsWith("age") && frame.contains("only just come back");
    }

    private static void pass(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    @Test
    void anOpenListSurvivesARestart() {
        pod();
        bench.rows(Bench.ANN, client, PODS);
        client.until("rows", () -> client.number("matched") == 1);
        restart();
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        int refused = bench.api.requests.size();
        backWithoutRoles();
        client.until("it was asked and refused", () -> bench.api.requests.size() > refused + 6);
        assertThat(client.end()).isEmpty();
        assertThat(client.names()).containsExactly("web");
        roles();
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "");
        client.until("live again", () -> client.number("matched") == 2 && client.age("test").equals("live"));
        assertThat(client.frames()).noneMatch(frame -> frame.contains("\"state\":\"forbidden\"") || frame.startsWith("reset"));
    }

    @Test
    void whoOpensAListThenWaitsRatherThanBeingRefused() {
        pod();
        restart();
        bench.rows(Bench.ANN, client, PODS);
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        backWithoutRoles();
        pass(1_000);
        assertThat(client.end()).isEmpty();
        roles();
        client.until("rows", () -> client.number("matched") == 1 && client.age("test").equals("live"));
    }

    @Test
    void whatIsStillRefusedThenIsForbidden() {
        pod();
        bench.rows(Bench.ANN, client, PODS);
        client.until("rows", () -> client.number("matched") == 1);
        restart();
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        backWithoutRoles();
        client.until("forbidden", () -> client.end().equals("forbidden"));
        assertThat(client.names()).isEmpty();
        assertThat(client.frames()).as("it was not believed at once").anyMatch(WeatherTest::doubts);
    }

    @Test
    void inGoodWeatherARefusalIsBelievedAtOnce() {
        pod();
        bench.api.denied.addAll(List.of(EVERYTHING));
        bench.rows(Bench.ANN, client, PODS);
        client.until("forbidden", () -> client.end().equals("forbidden"));
        assertThat(client.frames()).noneMatch(WeatherTest::doubts);
    }

    @Test
    void aConnectionThatBreaksIsNoReasonToDoubtWhatIsRefusedAnew() {
        pod();
        bench.rows(Bench.ANN, client, PODS);
        client.until("rows", () -> client.number("matched") == 1);
        bench.api.disconnect();
        bench.api.deniedTo.add(Bench.BOB.key() + " list pods *");
        bench.api.deniedTo.add(Bench.BOB.key() + " watch pods *");
        Client bob = new Client();
        bench.rows(Bench.BOB, bob, PODS);
        bob.until("forbidden", () -> bob.end().equals("forbidden"));
        assertThat(bob.frames()).noneMatch(WeatherTest::doubts);
    }

    @Test
    void whoMayListButNotWatchNeedNotWait() {
        pod();
        bench.api.denied.add("watch pods *");
        restart();
        bench.rows(Bench.ANN, client, PODS);
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        bench.api.down = false;
        client.until("rows", () -> client.number("matched") == 1 && client.age("test").equals("live"));
        assertThat(client.frames()).noneMatch(WeatherTest::doubts);
    }

    @Test
    void whatMayBeSeenIsShownWhileTheRestIsNotBelieved() {
        pod();
        bench.api.put("dev", "db", Map.of(), "1/1", "Running", 0, "");
        bench.api.denied.addAll(List.of("list pods dev", "watch pods dev"));
        restart();
        bench.rows(Bench.ANN, client, "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"namespaces\":[\"dev\",\"shop\"]}");
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        bench.api.down = false;
        client.until("rows", () -> client.number("matched") == 1 && client.age("test").equals("live"));
        assertThat(client.frames()).noneMatch(WeatherTest::doubts);
        roles();
        client.until("the others", () -> client.number("matched") == 2);
    }

    @Test
    void whoMaySeeOneNamespaceSeesItWhileTheRestIsNotBelieved() {
        pod();
        bench.api.denied.addAll(List.of("list pods ", "watch pods ", "list pods dev", "watch pods dev"));
        bench.api.put("dev", "db", Map.of(), "1/1", "Running", 0, "");
        bench.api.namespaces = true;
        bench.api.put("namespaces", "", "dev", Map.of(), List.of("", "", "", "", ""), "");
        bench.api.put("namespaces", "", "shop", Map.of(), List.of("", "", "", "", ""), "");
        restart();
        bench.rows(Bench.ANN, client, PODS);
        client.until("unreachable", () -> client.age("test").equals("unreachable"));
        bench.api.down = false;
        client.until("rows", () -> client.number("matched") == 1 && client.age("test").equals("live"));
        assertThat(client.frames()).noneMatch(WeatherTest::doubts);
        roles();
        client.until("everything", () -> client.number("matched") == 2);
    }

    @Test
    void anObjectThatIsShownSurvivesARestart() {
        pod();
        var params = bench.api.json.parse(POD.getBytes());
        try (var channel = new ObjectChannel(bench.live, Bench.ANN, params, client, 5).begin()) {
            client.until("the object", () -> client.last() != null);
            restart();
            client.until("unreachable", () -> client.age("test").equals("unreachable"));
            int asked = bench.api.requests.size();
            backWithoutRoles();
            client.until("it was asked and refused", () -> bench.api.requests.size() > asked + 2);
            assertThat(client.end()).isEmpty();
            roles();
            client.until("live again", () -> client.age("test").equals("live"));
        }
    }
}
