package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users who may not list everything, lists that are not complete yet, and many clusters. */
class SpanTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @BeforeEach
    void world() {
        for (String namespace : List.of("bank", "hidden", "shop")) {
            bench.api.put("namespaces", "", namespace, Map.of(), List.of("", "", "", "", ""), "");
            bench.api.put(namespace, "pod-" + namespace, Map.of(), "1/1", "Running", 0, "");
        }
        bench.api.namespaces = true;
        bench.api.hints = true;
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private void deny(String... namespaces) {
        for (String verb : List.of("list", "watch")) {
            bench.api.denied.add(verb + " pods ");
            for (String namespace : namespaces) {
                bench.api.denied.add(verb + " pods " + namespace);
            }
        }
    }

    @Test
    void whatMayBeSeenIsFoundAndMergedAndItIsSaidOfHowMany() {
        deny("hidden");
        bench.rows(Bench.ANN, client, PODS);
        client.until("two namespaces", () -> client.names().equals(List.of("pod-bank", "pod-shop")));
        assertThat(client.last().at("/coverage/test/namespaces/shown").number(0)).isEqualTo(2);
        assertThat(client.last().at("/coverage/test/namespaces/of").number(0)).isEqualTo(3);
        assertThat(client.last().at("/coverage/test/how").text()).isEqualTo("found");
        assertThat(String.join("", client.frames())).doesNotContain("hidden");
        assertThat(bench.api.requests).as("hints say where not to ask").noneMatch(request -> request.startsWith("GET") && request.contains("namespaces/hidden/pods"));
    }

    @Test
    void whereNamespacesMayNotBeListedTheConfiguredOnesAreLookedAt() {
        deny("hidden");
        bench.api.denied.add("list namespaces ");
        bench.live.configure(List.of("shop", "hidden"));
        bench.rows(Bench.ANN, client, PODS);
        client.until("one namespace", () -> client.names().equals(List.of("pod-shop")));
        assertThat(client.last().at("/coverage/test").toString()).isEqualTo("{\"namespaces\":{\"shown\":1,\"names\":[\"shop\"]},\"how\":\"configured\"}");
    }

    @Test
    void aNamespaceThatIsTakenAwayLeavesAndTheOthersStay() {
        deny("hidden");
        bench.rows(Bench.ANN, client, PODS);
        client.until("two namespaces", () -> client.names().size() == 2);
        bench.api.denied.add("list pods shop");
        bench.api.denied.add("watch pods shop");
        client.until("one is left", () -> client.names().equals(List.of("pod-bank")));
        assertThat(client.last().at("/coverage/test/namespaces/shown").number(0)).isEqualTo(1);
        assertThat(client.end()).isEmpty();
        bench.api.denied.add("list pods bank");
        bench.api.denied.add("watch pods bank");
        client.until("none is left", () -> client.end().equals("forbidden"));
        assertThat(client.names()).isEmpty();
    }

    @Test
    void whatMayBeReadByNameAloneIsReadAgainAndAgain() {
        deny("bank", "hidden", "shop");
        bench.api.byName = "pod-shop";
        bench.rows(Bench.ANN, client, PODS);
        client.until("one object", () -> client.names().equals(List.of("pod-shop")));
        assertThat(client.last().at("/coverage/test").toString()).startsWith("{\"objects\":");
        bench.api.put("shop", "pod-shop", Map.of(), "0/1", "Error", 3, "");
        client.until("changed", () -> client.shown().toString().contains("Error"));
        bench.api.denied.add("get pods *");
        client.until("taken away", () -> client.end().equals("forbidden"));
        assertThat(client.names()).isEmpty();
        assertThat(String.join("", client.frames())).doesNotContain("pod-bank");
    }

    /** A role may name objects for list and watch alone. */
    @Test
    void whatMayBeListedByItsNameAloneIsSeenToo() {
        deny("bank", "hidden", "shop");
        bench.api.denied.add("get pods *");
        bench.api.byName = "pod-shop";
        bench.api.byList = true;
        bench.rows(Bench.ANN, client, PODS);
        client.until("one object", () -> client.names().equals(List.of("pod-shop")));
        bench.api.put("shop", "pod-shop", Map.of(), "0/1", "Error", 3, "");
        client.until("changed", () -> client.shown().toString().contains("Error"));
        bench.api.byList = false;
        client.until("taken away", () -> client.end().equals("forbidden"));
        assertThat(String.join("", client.frames())).doesNotContain("pod-bank");
    }

    @Test
    void aListThatIsStillLoadingShowsWhatHasCome() {
        bench.api.slow = true;
        long began = System.nanoTime();
        bench.rows(Bench.ANN, client, PODS);
        client.until("rows so far", () -> client.number("total") == 3);
        assertThat(client.age("test")).isEqualTo("loading");
        assertThat(System.nanoTime() - began).as("not only when it was given up").isLessThan(Bench.FAST.silence().toNanos());
        bench.api.put("shop", "late", Map.of(), "1/1", "Running", 0, "");
        client.until("more of it", () -> client.number("total") == 4);
        bench.api.hurry();
        client.until("all", () -> client.age("test").equals("live"));
        assertThat(client.names()).containsExactly("pod-bank", "pod-hidden", "late", "pod-shop");
    }
}
