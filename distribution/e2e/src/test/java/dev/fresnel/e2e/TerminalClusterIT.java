package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminals and forwards on a real API server: what it speaks, whom it lets, and what the audit says. */
@ClusterTest
class TerminalClusterIT {
    @TempDir
    static Path folder;

    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        own = namespace;
        contexts = new Contexts(given);
        own.kubectl("run", "web", "--image=nginx:1.27", "--port=80", "--labels=app=web");
        own.kubectl("expose", "pod", "web", "--port=8080", "--target-port=80");
        own.kubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=120s");
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
    }

    @AfterAll
    static void stop() {
        contexts.close();
        product.close();
    }

    private static TerminalPage page() {
        return new TerminalPage(product.http().client(), product.http().uri("/api/v1/live"));
    }

    private static String shell(User user) {
        return "{\"mode\":\"exec\",\"cluster\":\"%s\",\"namespace\":\"%s\",\"pod\":\"web\",\"columns\":101,\"rows\":33}".formatted(user.word(), own.name());
    }

    @Test
    void aShellIsFoundAndTakesItsSizeAndWords() {
        try (TerminalPage page = page()) {
            page.open(1, shell(User.ADMIN), "");
            page.opened();
            page.type(1, "stty size; echo $((6*7))-グリュース\r");
            Await.until("it answers", () -> page.text().contains("33 101") && page.text().contains("42-グリュース"));
            page.update(1, shell(User.ADMIN).replace("101", "77"));
            page.type(1, "stty size\r");
            Await.until("it has another size", () -> page.text().contains("33 77"));
        }
        audited("\"action\":\"exec.open\"", own.name(), "\"tty\":true");
    }

    /** A line of the audit has all of these words; lines are written by a thread of their own, for which no answer waits. */
    private static void audited(String... words) {
        Await.until("the audit knows " + List.of(words), () -> Files.readAllLines(product.home().resolve("data/audit.jsonl")).stream()
                .anyMatch(line -> Stream.of(words).allMatch(line::contains)));
    }

    @Test
    void whoMayNotIsToldSoInTheApiServersWords() throws IOException {
        assumeTrue(contexts.plain(User.VIEWER));
        try (TerminalPage page = page()) {
            page.open(1, shell(User.VIEWER), "");
            Await.until("it is refused", () -> page.heard("forbidden") && page.heard("pods/exec") || page.heard("cannot create resource"));
        }
        audited("\"action\":\"exec.open\"", "\"result\":\"refused\"", own.name());
    }

    private static String debug(String profile, String rest) {
        return "{\"resource\":\"pods\",\"objects\":[{\"namespace\":\"%s\",\"name\":\"web\"}],\"input\":{\"image\":\"busybox:1.37\",\"target\":\"web\",\"profile\":\"%s\"}%s}"
                .formatted(own.name(), profile, rest);
    }

    /** Image, target and profile are what kubectl's own container would have; who may not is told which right is missing. */
    @Test
    void aDebugContainerIsShownBeforeItIsAddedAndWhoMayNotIsToldWhy() throws IOException {
        assumeTrue(contexts.plain(User.VIEWER));
        String way = "/api/v1/actions/terminal/debug?cluster=";
        var preview = product.http().send("POST", way + "admin", debug("RESTRICTED", ""));
        assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
        var plan = TestHttp.parse(preview.body());
        assertThat(plan.at("/changes/0/differences").toString()).contains("/spec/ephemeralContainers");
        assertThat(plan.path("commands").toString()).contains("kubectl debug -it web -n " + own.name() + " --image=busybox:1.37 --target=web --profile=restricted -c debugger-1");
        assertThat(own.kubectl("get", "pod", "web", "-o", "jsonpath={.spec.ephemeralContainers}")).as("nothing yet").isEmpty();
        var applied = product.http().send("POST", way + "admin", debug("RESTRICTED", ",\"plan\":" + plan.path("plan") + ",\"at\":" + plan.path("at")));
        assertThat(applied.body()).contains("\"state\":\"done\"");
        var container = TestHttp.parse(own.kubectl("get", "pod", "web", "-o", "jsonpath={.spec.ephemeralContainers[0]}"));
        assertThat(container.path("name").asText()).isEqualTo("debugger-1");
        assertThat(container.path("image").asText()).isEqualTo("busybox:1.37");
        assertThat(container.path("targetContainerName").asText()).isEqualTo("web");
        assertThat(container.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
        var told = TestHttp.parse(product.http().get("/api/v1/actions?resource=pods&cluster=viewer&namespace=" + own.name()).body());
        var missing = told.path("actions").valueStream().filter(one -> one.path("id").asText().equals("debug")).findFirst().orElseThrow().path("missing");
        assertThat(missing.toString()).contains("\"verb\":\"patch\",\"resource\":\"pods/ephemeralcontainers\"");
        var refused = product.http().send("POST", way + "viewer", debug("GENERAL", ""));
        assertThat(refused.statusCode() == 403 || refused.body().contains("\"refusal\":{\"status\":403")).as(refused.body()).isTrue();
        audited("terminal/debug", own.name());
    }

    @Test
    void aLocalPortLeadsToTheService() throws IOException {
        String start = "{\"do\":\"start\",\"resource\":\"services\",\"namespace\":\"%s\",\"name\":\"web\",\"port\":\"8080\"}".formatted(own.name());
        var begun = product.http().send("POST", "/api/v1/plugins/terminal/forwards?cluster=admin", start);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        var forward = TestHttp.parse(begun.body());
        for (int i = 0; i < 3; i++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), forward.path("localPort").asInt())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("HTTP/");
            }
        }
        String stop = "{\"do\":\"remove\",\"id\":\"" + forward.path("id").asText() + "\"}";
        assertThat(product.http().send("POST", "/api/v1/plugins/terminal/forwards?cluster=admin", stop).statusCode()).isEqualTo(200);
    }
}
