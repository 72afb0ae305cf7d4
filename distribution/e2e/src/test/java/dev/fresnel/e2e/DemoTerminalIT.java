package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has no cluster tries terminals and forwards on the one that comes along. */
class DemoTerminalIT {
    private static String pod(Product product) {
        return Await.value("a pod of the demo cluster runs", () -> {
            for (JsonNode pod : TestHttp.parse(product.http().get("/k8s/demo/api/v1/namespaces/shop/pods").body()).path("items")) {
                String name = pod.at("/metadata/name").asText();
                if (name.startsWith("cart-") && pod.at("/status/phase").asText().equals("Running")) {
                    return Optional.of(name);
                }
            }
            throw new AssertionError("none yet");
        });
    }

    private static boolean runs(Product product, String pod) {
        JsonNode now = TestHttp.parse(product.http().get("/k8s/demo/api/v1/namespaces/shop/pods/" + pod).body());
        return now.at("/status/phase").asText().equals("Running") && now.at("/metadata/deletionTimestamp").isMissingNode();
    }

    @Test
    void aShellAndAForwardAnswer() throws IOException {
        try (var product = Product.start("--demo")) {
            for (int releases = 0; ; releases++) {
                String pod = pod(product);
                try {
                    answers(product, pod);
                    return;
                } catch (AssertionError failed) {
                    if (releases == 2 || runs(product, pod)) { // the demo cluster's people release now and then
                        throw failed;
                    }
                }
            }
        }
    }

    private static void answers(Product product, String pod) {
        try (var page = new TerminalPage(product.http().client(), product.http().uri("/api/v1/live"))) {
            page.open(1, "{\"mode\":\"exec\",\"cluster\":\"demo\",\"namespace\":\"shop\",\"pod\":\"" + pod + "\",\"container\":\"cart\",\"columns\":80,\"rows\":24}", "");
            page.opened();
            page.type(1, "echo $HOSTNAME-グ; ls /etc | head -1\r");
            Await.until("it answers", () -> page.text().contains(pod + "-グ\r\n") && page.text().contains("hostname"));
            page.type(1, "exit 3\r");
            assertThat(page.data("exit").path("code").asInt()).isEqualTo(3);
        }
        String start = "{\"do\":\"start\",\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"" + pod + "\",\"port\":\"8080\"}";
        JsonNode begun = TestHttp.parse(product.http().send("POST", "/api/v1/plugins/terminal/forwards?cluster=demo", start).body());
        assertThat(new TestHttp(URI.create("http://127.0.0.1:" + begun.path("localPort").asInt())).get("/x").body()).contains("Hello from " + pod);
    }
}
