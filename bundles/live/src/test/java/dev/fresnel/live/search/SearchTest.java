package dev.fresnel.live.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchTest {
    private final Bench bench = new Bench();
    private final Search search = new Search(bench.shared);
    private final Client client = new Client();

    @BeforeEach
    void world() {
        bench.api.namespaces = true;
        bench.api.put("namespaces", "", "shop", Map.of(), List.of("", "", "", "", ""), "");
        bench.api.put("shop", "web-1", Map.of("app", "store-front"), "1/1", "Running", 0, "");
        bench.api.put("shop", "webhook", Map.of(), "0/1", "CrashLoopBackOff", 0, "");
        bench.api.put("bank", "my-web", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "ledger", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("secrets", "bank", "web-tls", Map.of(), List.of("Opaque", "2"), "\"data\":{\"key\":\"VALUE-CANARY\"}");
    }

    @AfterEach
    void end() {
        bench.close();
    }

    private SearchChannel open(String q) {
        return new SearchChannel(search, Bench.ANN, params(q), client).begin();
    }

    private Json params(String q) {
        return bench.api.json.parse(("{\"clusters\":[\"test\"],\"q\":\"" + q + "\"}").getBytes());
    }

    private List<String> found() {
        Json last = client.last();
        return last == null ? List.of() : last.get("results").items().stream().map(one -> one.get("resource").text() + " " + one.get("name").text()).toList();
    }

    private boolean complete() {
        return client.last() != null && client.last().get("complete").flag();
    }

    @Test
    void findsAcrossKindsBestFirstAndGoesOn() {
        SearchChannel channel = open("web");
        client.until("found", () -> complete() && found().size() == 4);
        assertThat(found()).containsExactly("pods web-1", "pods webhook", "secrets web-tls", "pods my-web");
        Json hook = client.last().get("results").items().get(1);
        assertThat(hook.get("state").text()).isEqualTo("error");
        assertThat(hook.get("namespace").text()).isEqualTo("shop");
        assertThat(hook.get("marks").toString()).isEqualTo("[[0,3]]");
        assertThat(client.frames().toString()).doesNotContain("VALUE-CANARY");
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "");
        client.until("the name itself is first", () -> found().getFirst().equals("pods web"));
        channel.update(params("shop po"));
        client.until("namespace and kind", () -> found().equals(List.of("pods web", "pods web-1", "pods webhook")));
        channel.update(params("app=store-front"));
        client.until("label", () -> found().equals(List.of("pods web-1")));
        assertThat(client.last().get("results").items().getFirst().get("why").text()).isEqualTo("label");
        channel.close();
    }

    @Test
    void saysWhatIsNotCovered() {
        bench.api.denied.add("list secrets *");
        open("web");
        client.until("complete", () -> complete() && why("secrets").equals("forbidden"));
        assertThat(why("componentstatuses")).isEqualTo("not-watched");
        assertThat(client.last().at("/covered/test").items().stream().map(Json::text)).contains("pods", "namespaces").doesNotContain("secrets");
        assertThat(found()).noneMatch(one -> one.startsWith("secrets"));
        assertThat(bench.api.watching()).as("bounded, and only what is common").isLessThanOrEqualTo(3);
    }

    private String why(String resource) {
        return client.last().get("uncovered").items().stream().filter(one -> one.get("resource").text().equals(resource)).map(one -> one.get("why").text()).findFirst().orElse("");
    }

    @Test
    void whoMaySeeOneNamespaceFindsNothingOfTheOthers() {
        bench.api.hints = true;
        for (String verb : List.of("list", "watch")) {
            bench.api.denied.add(verb + " pods ");
            bench.api.denied.add(verb + " pods bank");
            bench.api.denied.add(verb + " secrets *");
        }
        bench.api.put("namespaces", "", "bank", Map.of(), List.of("", "", "", "", ""), "");
        open("web");
        client.until("found", () -> complete() && !found().isEmpty());
        assertThat(found()).containsExactly("pods web-1", "pods webhook");
        assertThat(why("pods")).isEqualTo("partly");
        assertThat(String.join("", client.frames())).doesNotContain("my-web");
        assertThat(client.number("matched")).isEqualTo(2);
    }

    private Json once(String q, List<String> kinds, String limit) {
        try {
            return bench.api.json.parse(new SearchOnce(search, Bench.ANN, q, List.of("test"), kinds, limit).answer());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void answersOnce() throws Exception {
        client.until("complete, though not in two seconds on any machine", () -> once("ledger", List.of(), "1").get("complete").flag());
        Json answer = once("ledger", List.of(), "1");
        assertThat(answer.get("results").items()).singleElement().satisfies(one -> assertThat(one.get("name").text()).isEqualTo("ledger"));
        assertThat(once("nosuchthing", List.of("pods"), "").get("results").items()).isEmpty();
        assertThatThrownBy(() -> new SearchOnce(search, Bench.ANN, " ", List.of(), List.of(), "")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> new SearchOnce(search, Bench.ANN, "a", List.of(), List.of(), "many")).isInstanceOf(Problem.class);
    }
}
