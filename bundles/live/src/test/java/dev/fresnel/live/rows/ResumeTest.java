package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.Json;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that lost its connection goes on from the last revision that it took in: nothing missing, nothing twice. */
class ResumeTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"columns\":[\"name\",\"status\",\"owner\"],\"group\":\"state\"}";
    private final Bench bench = new Bench();

    @AfterEach
    void end() {
        bench.close();
    }

    private Client opened(int pods) {
        for (int i = 0; i < pods; i++) {
            bench.api.put("shop", "web-" + i, Map.of(), "1/1", "Running", 0, "");
        }
        Client client = new Client();
        bench.rows(Bench.ANN, client, PODS);
        return client.listed(pods);
    }

    @Test
    void onlyWhatChangedComesAfterADrop() {
        Client before = opened(40);
        long whole = before.bytes();
        Client after = before.again();
        bench.api.put("shop", "web-7", Map.of(), "0/1", "Error", 1, "");
        bench.api.delete("pods", "shop", "web-8");
        bench.rows(Bench.ANN, after, PODS, after.revision());
        after.until("difference", () -> after.number("matched") == 39);
        assertThat(after.head().get("resumed").flag()).isTrue();
        assertThat(after.frames()).noneMatch(frame -> frame.startsWith("rows"));
        assertThat(after.frames().getLast()).startsWith("delta");
        assertThat(String.join("\n", after.frames())).as("one delta or two").contains("\"n\":\"web-7\"").doesNotContain("\"n\":\"web-6\"");
        assertThat(after.bytes()).as("bytes of %s", whole).isLessThan(whole / 2);
        assertThat(before.end()).as("the server had not noticed that the old connection was dead").isEqualTo("replaced");
    }

    @Test
    void whatIsHeldByNobodyOrSomebodyElseOrForAnotherQuestionIsVoid() {
        Client before = opened(5);
        for (String resume : List.of("nonsense", "00112233.5", before.revision() + "7")) {
            assertFresh(Bench.ANN, PODS, resume, before);
        }
        Client again = opened(5);
        assertFresh(Bench.BOB, PODS, again.revision(), again);
        assertFresh(Bench.ANN, PODS.replace("owner", "labels"), again.revision(), again);
        assertFresh(Bench.ANN, PODS.replace("\"group\"", "\"wide\":true,\"group\""), again.revision(), again);
    }

    private void assertFresh(dev.fresnel.spi.principal.Principal who, String params, String resume, Client before) {
        Client fresh = new Client();
        bench.rows(who, fresh, params, resume);
        fresh.listed(5);
        assertThat(fresh.head().get("resumed").flag()).as(resume).isFalse();
        assertThat(fresh.frames()).anyMatch(frame -> frame.startsWith("rows"));
    }

    @Test
    void whoMayNotSeeItAnyMoreDoesNotResume() {
        Client before = opened(3);
        bench.api.denied.add("list pods *");
        bench.api.denied.add("watch pods *");
        bench.api.put("shop", "secret", Map.of(), "0/1", "Error", 1, "");
        Client after = before.again();
        bench.rows(Bench.ANN, after, PODS, after.revision());
        after.until("forbidden", () -> after.end().equals("forbidden"));
        assertThat(after.names()).isEmpty();
        assertThat(String.join("", after.frames())).doesNotContain("secret");
    }

    /** Cut at random moments under churn, noticed by the server or not; what is held equals what a fresh channel is told. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutAtRandomMoments(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            bench.api.put("ns" + i % 3, "pod-" + i, Map.of(), "1/1", "Running", 0, "");
        }
        Client client = new Client();
        String params = params(random);
        RowsChannel channel = bench.rows(Bench.ANN, client, params);
        int resumed = 0;
        for (int cut = 0; cut < 25; cut++) {
            Client now = client;
            int frames = random.nextInt(3);
            int had = now.frames().size();
            churn(bench.api, random);
            if (random.nextBoolean()) {
                now.until("some frames", () -> now.frames().size() >= Math.min(had + frames, had + 1) || now.number("matched") >= 0);
            }
            if (random.nextInt(4) == 0 && now.number("matched") >= 0) {
                String next = params(random);
                channel.update(bench.api.json.parse(next.getBytes()));
                params = next;
            }
            Client next = now.again();
            churn(bench.api, random);
            if (random.nextBoolean()) {
                channel.close();
            }
            churn(bench.api, random);
            client = next;
            channel = bench.rows(Bench.ANN, next, params, next.revision());
            check(next, params, "seed " + seed + " cut " + cut + " " + params);
            resumed += next.head().get("resumed").flag() ? 1 : 0;
        }
        assertThat(resumed).as("resumed at all").isGreaterThan(5);
    }

    private void check(Client client, String params, String what) {
        Client fresh = new Client();
        RowsChannel channel = bench.rows(Bench.ANN, fresh, params);
        client.until(what, () -> fresh.number("total") == bench.api.all().size() && said(client).equals(said(fresh)));
        channel.close();
        assertThat(client.problems()).isEmpty();
    }

    private static List<Object> said(Client client) {
        List<Object> said = new ArrayList<>(List.of(client.number("total"), client.number("matched"), client.number("offset")));
        for (Json row : client.rows()) {
            said.add(row.get("k").text() + row.get("cells").items().subList(0, 3) + row.get("s").text());
        }
        return said;
    }

    private static void churn(FakeApi api, Random random) {
        for (int n = random.nextInt(20); n > 0; n--) {
            String name = "pod-" + random.nextInt(100);
            String namespace = "ns" + random.nextInt(3);
            if (random.nextInt(4) == 0) {
                api.delete("pods", namespace, name);
            } else {
                String owner = random.nextBoolean() ? "" : "\"spec\":{\"nodeName\":\"n" + random.nextInt(3) + "\"}";
                api.put(namespace, name, Map.of(), "1/1", random.nextBoolean() ? "Running" : "Error", random.nextInt(5), owner);
            }
        }
    }

    private static String params(Random random) {
        List<String> sorts = List.of("name", "-restarts", "path:.spec.nodeName,name", "state");
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\",\"columns\":[\"name\",\"status\",\"path:.spec.nodeName\"],\"sort\":\""
                + sorts.get(random.nextInt(sorts.size())) + "\",\"window\":{\"offset\":" + random.nextInt(3) * 7 + ",\"limit\":" + random.nextInt(5, 60) + "}}";
    }
}
