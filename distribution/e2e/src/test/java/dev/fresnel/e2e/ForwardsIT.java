package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.FakeKubelet;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwards of the running product, over a restart of it. */
class ForwardsIT {
    private static final String WAY = "/api/v1/plugins/terminal/forwards?cluster=fake";

    @TempDir
    Path folder;

    private FakeKubelet kubelet;
    private ServerSocket web;

    @BeforeEach
    void start() throws IOException {
        kubelet = new FakeKubelet().json("/api/v1/namespaces/shop/pods/web", "{\"metadata\":{\"name\":\"web\"}}");
        Files.writeString(folder.resolve("kubeconfig"), kubelet.kubeconfig());
        web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!web.isClosed()) {
            try (Socket one = web.accept()) {
                one.getInputStream().read();
                one.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\ninside".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the next one, or the end
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        web.close();
        kubelet.close();
    }

    private Product product() {
        return Product.start("--kubeconfig", folder.resolve("kubeconfig").toString(), "--data-dir", folder.resolve("data").toString());
    }

    private static JsonNode post(Product product, String body) {
        var answer = product.http().send("POST", WAY, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return TestHttp.parse(answer.body());
    }

    private static JsonNode listed(Product product) {
        try (var page = new TerminalPage(product.http().client(), product.http().uri("/api/v1/live"))) {
            page.openForwards(1, "fake");
            return page.data("forwards");
        }
    }

    private static String inside(JsonNode forward) {
        return new TestHttp(URI.create("http://127.0.0.1:" + forward.path("localPort").asInt())).get("/").body();
    }

    @Test
    void aForwardIsListedAfterARestartAndBeginsAgainAtTheSamePort() {
        int port;
        try (var first = product()) {
            JsonNode begun = post(first, "{\"do\":\"start\",\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"web\",\"port\":\"%d\"}".formatted(web.getLocalPort()));
            assertThat(inside(begun)).isEqualTo("inside");
            port = begun.path("localPort").asInt();
            assertThat(listed(first)).singleElement().satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("listening"));
        }
        try (var second = product()) {
            JsonNode kept = listed(second).path(0);
            assertThat(kept.path("state").asText()).isEqualTo("stopped");
            assertThat(kept.path("localPort").asInt()).isEqualTo(port);
            JsonNode again = post(second, "{\"do\":\"restart\",\"id\":\"" + kept.path("id").asText() + "\"}");
            assertThat(again.path("localPort").asInt()).isEqualTo(port);
            assertThat(inside(again)).isEqualTo("inside");
            assertThat(listed(second)).as("the same, not twice").singleElement().satisfies(one -> assertThat(one.path("state").asText()).isEqualTo("listening"));
            post(second, "{\"do\":\"remove\",\"id\":\"" + again.path("id").asText() + "\"}");
            Await.until("it is forgotten", () -> listed(second).isEmpty());
        }
    }
}
