package dev.fresnel.live.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.Json;
import dev.fresnel.live.rows.RowsChannel;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import dev.fresnel.live.testing.FakeApi;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Trust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final String PODS = "{\"clusters\":[\"test\"],\"resource\":\"pods\"}";
    private final Bench bench = new Bench();
    private final MemoryChronicle chronicle = new MemoryChronicle();
    private final List<HistoryChannel> open = new ArrayList<>();
    private Recorder recorder = new Recorder(bench.api.json, 100, 20);

    @BeforeEach
    void begin() {
        bench.live.onChange(recorder);
        recorder.chronicle(chronicle);
    }

    @AfterEach
    void end() {
        open.forEach(HistoryChannel::close);
        bench.close();
        recorder.close();
    }

    private Client history(Principal principal, String resource, String name) {
        Client client = new Client();
        Json params = bench.api.json.parse(("{\"cluster\":\"test\",\"resource\":\"" + resource + "\",\"namespace\":\"shop\",\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
        open.add(new HistoryChannel(bench.live, recorder, principal, params, client).begin());
        return client;
    }

    private RowsChannel watch(Principal principal, int rows) {
        Client page = new Client();
        RowsChannel channel = bench.rows(principal, page, PODS);
        page.until("rows", () -> page.number("total") == rows && page.age("test").equals("live"));
        return channel;
    }

    private void web(String image, String more) {
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"" + image + "\"" + more + "}]}");
    }

    private static String by(String manager, String time) {
        return "{\"manager\":\"" + manager + "\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"time\":\"" + time + "\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{}}}";
    }

    @Test
    void saysWhatChangedAndWho() {
        web("nginx:1", "");
        watch(Bench.ANN, 1);
        Client page = history(Bench.ANN, "pods", "web");
        page.until("nothing yet", () -> page.last() != null && page.last().get("state").text().equals("recording"));
        bench.api.managedFields = by("helm", "2026-11-21T10:00:00Z") + "," + by("kubectl-edit", "2026-11-21T10:00:05Z");
        web("nginx:2", "");
        page.until("a change", () -> page.last().get("entries").items().size() == 1);
        Json change = page.last().at("/entries/0/change");
        assertThat(change.get("what").text()).isEqualTo("changed");
        assertThat(change.at("/by").items()).hasSize(1);
        assertThat(change.at("/by/0/manager").text()).isEqualTo("kubectl-edit");
        assertThat(change.get("differences").toString())
                .isEqualTo("[{\"path\":\".spec.containers[name=app].image\",\"before\":\"\\\"nginx:1\\\"\",\"after\":\"\\\"nginx:2\\\"\"}]");
        bench.api.delete("pods", "shop", "web");
        page.until("deleted", () -> page.last().at("/entries/0/change/what").text().equals("deleted"));
        assertThat(page.last().get("whole").flag()).as("only what is new").isFalse();
        assertThat(bench.api.watching()).as("no watch of its own").isEqualTo(1);
    }

    /** The API server gives no time to what the subresource scale wrote. */
    @Test
    void saysWhoScaledIt() {
        String scaler = "{\"manager\":\"fresnel\",\"operation\":\"Update\",\"apiVersion\":\"v1\",\"subresource\":\"scale\",\"fieldsV1\":{\"f:spec\":{}}}";
        bench.api.managedFields = by("kubectl-create", "2026-11-21T10:00:00Z");
        sized(1, 1);
        watch(Bench.ANN, 1);
        Client page = history(Bench.ANN, "pods", "web");
        page.until("nothing yet", () -> page.last() != null && page.last().get("state").text().equals("recording"));
        bench.api.managedFields = scaler + "," + by("kubectl-create", "2026-11-21T10:00:00Z");
        sized(3, 1);
        page.until("scaled", () -> page.last().get("entries").items().size() == 1);
        assertThat(page.last().at("/entries/0/change/by/0/manager").text()).isEqualTo("fresnel");
        assertThat(page.last().at("/entries/0/change/by").items()).hasSize(1);
        bench.api.managedFields = scaler + "," + by("kube-controller-manager", "2026-11-21T10:00:09Z");
        sized(3, 3);
        page.until("its status", () -> page.last().get("entries").items().size() == 1 && page.last().at("/entries/0/change/differences/0/path").text().startsWith(".status"));
        assertThat(page.last().at("/entries/0/change/by/0/manager").text()).as("it was scaled before").isEqualTo("kube-controller-manager");
        assertThat(page.last().at("/entries/0/change/by").items()).hasSize(1);
    }

    private void sized(int replicas, int ready) {
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"replicas\":" + replicas + "},\"status\":{\"phase\":\"" + ready + "\"}");
    }

    @Test
    void isRecordedOnlyWhileSomebodyHoldsTheStore() {
        web("nginx:1", "");
        RowsChannel first = watch(Bench.ANN, 1);
        web("nginx:2", "");
        Client page = history(Bench.ANN, "pods", "web");
        page.until("recorded", () -> page.last() != null && page.last().get("entries").items().size() == 1);
        first.close();
        page.until("idle", () -> page.last().get("state").text().equals("idle") && page.last().get("gaps").items().size() == 1);
        web("nginx:3", "");
        page.until("store left", () -> bench.live.stores().isEmpty());
        watch(Bench.ANN, 1);
        page.until("again", () -> page.last().get("state").text().equals("recording"));
        web("nginx:4", "");
        page.until("recorded again", () -> chronicle.texts().size() == 2);
        assertThat(chronicle.texts()).noneMatch(text -> text.contains("created"));
        assertThat(chronicle.texts().getFirst()).contains("nginx:3").contains("nginx:4");
    }

    @Test
    void whoMayNotGetTheObjectIsRefused() {
        web("nginx:1", "");
        bench.api.trust = new Trust("digest", true, Optional.empty());
        watch(Bench.ANN, 1);
        web("nginx:2", "");
        Client ann = history(Bench.ANN, "pods", "web");
        ann.until("recorded", () -> ann.last() != null && ann.last().get("entries").items().size() == 1);
        Client same = history(Bench.BOB, "pods", "web");
        same.until("shared", () -> same.last() != null && same.last().get("entries").items().size() == 1);
        bench.api.deniedTo.add(Bench.BOB.key() + " get pods shop");
        Client bob = history(Bench.BOB, "pods", "web");
        bob.until("forbidden", () -> bob.end().equals("forbidden"));
        assertThat(bob.frames()).isEmpty();
        assertThat(bob.problems().getFirst().args()).containsEntry("verb", "get");
    }

    @Test
    void whatOneSawAloneIsNoOtherOnes() {
        web("nginx:1", "");
        watch(Bench.ANN, 1);
        web("nginx:2", "");
        Client ann = history(Bench.ANN, "pods", "web");
        ann.until("recorded", () -> ann.last() != null && ann.last().get("entries").items().size() == 1);
        Client bob = history(Bench.BOB, "pods", "web");
        bob.until("answered", () -> bob.last() != null);
        assertThat(bob.last().get("state").text()).isEqualTo("idle");
        assertThat(bob.last().get("entries").items()).isEmpty();
    }

    @Test
    void valuesOfSecretsAreNeverKept() {
        bench.api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "2"), "\"data\":{\"password\":\"Q0FOQVJZ\"},\"type\":\"Opaque\"");
        Client page = new Client();
        bench.rows(Bench.ANN, page, "{\"clusters\":[\"test\"],\"resource\":\"secrets\"}");
        page.until("rows", () -> page.number("total") == 1 && page.age("test").equals("live"));
        bench.api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "2"), "\"data\":{\"password\":\"Q0FOQVJZMg==\"},\"type\":\"Opaque\"");
        page.until("kept", () -> chronicle.texts().size() == 1);
        assertThat(chronicle.texts().getFirst()).contains("changed").contains("MANAGED-CANARY").doesNotContain("Q0FO").doesNotContain("APPLIED").doesNotContain("password");
    }

    @Test
    void whatDoesNotFitIsAGap() {
        recorder.close();
        recorder = new Recorder(bench.api.json, 2, 20);
        bench.live.onChange(recorder);
        for (int i = 0; i < 5; i++) {
            bench.api.put("shop", "pod-" + i, Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":0}");
        }
        watch(Bench.ANN, 5);
        recorder.chronicle(chronicle);
        synchronized (chronicle) { // it cannot write meanwhile
            for (int n = 1; n <= 2; n++) {
                for (int i = 0; i < 5; i++) {
                    bench.api.put("shop", "pod-" + i, Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":" + n + "}");
                }
            }
            new Client().until("lost", () -> (long) recorder.state().get("lost") >= 3);
        }
        new Client().until("written", () -> !chronicle.texts().isEmpty() && !chronicle.spans().isEmpty());
        assertThat((long) recorder.state().get("lost")).isPositive();
        new Client().until("the span ended where something was lost", () -> recorder.open(
                List.of(chronicle.spans().getFirst().place()), "shop").stream().anyMatch(span -> span.since() > chronicle.spans().getFirst().since()));
    }

    @Test
    void withoutAChronicleNothingIsKeptAndThatIsSaid() {
        recorder.chronicle(null);
        web("nginx:1", "");
        watch(Bench.ANN, 1);
        web("nginx:2", "");
        new Client().until("seen", () -> ((Number) bench.live.stores().getFirst().get("changes")).longValue() >= 2);
        Client page = history(Bench.ANN, "pods", "web");
        page.until("absent", () -> page.last() != null && page.last().get("state").text().equals("absent"));
        recorder.chronicle(chronicle);
        page.until("recording", () -> page.last().get("state").text().equals("recording"));
        assertThat(chronicle.texts()).isEmpty();
    }
}
