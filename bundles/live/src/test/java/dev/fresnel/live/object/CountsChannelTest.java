package dev.fresnel.live.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountsChannelTest {
    private final Bench bench = new Bench();
    private final Client client = new Client();

    @AfterEach
    void end() {
        bench.close();
    }

    private CountsChannel open(String params) {
        return new CountsChannel(bench.live, Bench.ANN, json(params), client).begin();
    }

    private Json json(String text) {
        return bench.api.json.parse(text.getBytes());
    }

    private String counts(String resource) {
        Json last = client.last();
        return last == null ? "" : last.at("/counts/" + resource).toString();
    }

    @Test
    void countsFollowTheClusterAndSayWhatIsForbidden() {
        bench.api.put("shop", "a", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "b", Map.of(), "0/1", "CrashLoopBackOff", 0, "");
        bench.api.denied.addAll(List.of("list secrets ", "watch secrets "));
        open("{\"cluster\":\"test\",\"resources\":[\"pods\",\"secrets\",\"nothings.example.com\"]}");
        client.until("counted", () -> counts("pods").equals("{\"total\":2,\"error\":1,\"warning\":0}"));
        client.until("forbidden", () -> counts("secrets").equals("{\"forbidden\":true}"));
        bench.api.put("bank", "c", Map.of(), "0/1", "Running", 0, "");
        client.until("more", () -> counts("pods").equals("{\"total\":3,\"error\":1,\"warning\":1}"));
        assertThat(client.last().get("counts").names()).as("what is not served is not counted").containsExactly("pods", "secrets");
    }

    @Test
    void namespacesNarrowAndARightThatIsLostTakesTheNumberAway() {
        bench.api.put("shop", "a", Map.of(), "1/1", "Running", 0, "");
        bench.api.put("bank", "b", Map.of(), "0/1", "CrashLoopBackOff", 0, "");
        CountsChannel channel = open("{\"cluster\":\"test\",\"resources\":[\"pods\"],\"namespaces\":[\"bank\"]}");
        client.until("one", () -> counts("pods").equals("{\"total\":1,\"error\":1,\"warning\":0}"));
        channel.update(json("{\"cluster\":\"test\",\"resources\":[\"pods\"]}"));
        client.until("all", () -> counts("pods").contains("\"total\":2"));
        bench.api.denied.addAll(List.of("list pods ", "watch pods "));
        client.until("lost", () -> counts("pods").equals("{\"forbidden\":true}"));
    }

    @Test
    void tooManyKindsAreRefused() {
        String many = IntStream.range(0, 60).mapToObj(i -> "\"k" + i + "\"").collect(Collectors.joining(","));
        assertThatThrownBy(() -> open("{\"cluster\":\"test\",\"resources\":[" + many + "]}")).isInstanceOf(Problem.class);
    }
}
