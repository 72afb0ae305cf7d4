package dev.fresnel.live.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.json.Json;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectChannelTest {
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private ObjectChannel open(String resource, String name) {
        Json params = bench.api.json.parse(("{\"cluster\":\"test\",\"resource\":\"" + resource + "\",\"namespace\":\"shop\",\"name\":\"" + name + "\"}").getBytes());
        return new ObjectChannel(bench.live, Bench.ANN, params, client, 5).begin();
    }

    @Test
    void followsItsObjectToTheEnd() {
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":1}");
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":7}");
        open("pods", "web");
        client.until("first", () -> client.last() != null && client.last().at("/object/spec/n").text().equals("1"));
        bench.api.put("shop", "web-2", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":8}");
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":2}");
        client.until("second", () -> client.last().at("/object/spec/n").text().equals("2"));
        bench.api.disconnect();
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":3}");
        client.until("after a break", () -> client.last().at("/object/spec/n").text().equals("3"));
        assertThat(client.frames()).noneMatch(frame -> frame.contains("CANARY") || frame.contains("\"n\":8"));
        bench.api.delete("pods", "shop", "web");
        client.until("deleted", () -> client.last().get("deleted").flag() && client.end().equals("gone"));
        assertThat(bench.api.asked("selfsubjectaccessreviews")).as("the object itself is asked for").isZero();
    }

    @Test
    void secretsComeWithoutValues() {
        bench.api.put("secrets", "shop", "s", Map.of(), List.of("Opaque", "2"), "\"data\":{\"password\":\"Q0FOQVJZMTIzNA==\",\"empty\":\"\"},\"type\":\"Opaque\"");
        open("secrets", "s");
        client.until("object", () -> client.last() != null);
        assertThat(client.frames()).noneMatch(frame -> frame.contains("Q0FOQVJZ") || frame.contains("CANARY"));
        Json object = client.last().get("object");
        assertThat(object.get("type").text()).isEqualTo("Opaque");
        assertThat(object.get("data").present()).isFalse();
        assertThat(object.at("/dataKeys").toString()).isEqualTo("[{\"key\":\"password\",\"bytes\":10},{\"key\":\"empty\",\"bytes\":0}]");
    }

    @Test
    void forbiddenAndUnknownAreSaid() {
        bench.api.denied.add("get pods shop");
        open("pods", "web");
        client.until("forbidden", () -> client.end().equals("forbidden"));
        assertThat(client.problems().getFirst().args()).containsEntry("verb", "get").containsEntry("namespace", "shop");
        bench.api.denied.clear();
        Client other = new Client();
        Json params = bench.api.json.parse("{\"cluster\":\"test\",\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"none\"}".getBytes());
        new ObjectChannel(bench.live, Bench.ANN, params, other, 5).begin();
        other.until("unknown", () -> other.end().equals("gone"));
        assertThat(other.problems().getFirst().code()).isEqualTo("LIVE_OBJECT_UNKNOWN");
    }

    @Test
    void getWithoutWatchStillShowsTheObject() {
        bench.api.denied.add("watch pods *");
        bench.api.put("shop", "web", Map.of(), "1/1", "Running", 0, "\"spec\":{\"n\":1}");
        open("pods", "web");
        client.until("object", () -> client.last() != null && client.last().at("/object/spec/n").text().equals("1"));
        assertThat(client.end()).isEmpty();
    }
}
