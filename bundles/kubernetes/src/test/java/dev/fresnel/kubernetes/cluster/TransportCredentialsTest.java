package dev.fresnel.kubernetes.cluster;

import static dev.fresnel.kubernetes.Certificates.base64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.Await;
import dev.fresnel.kubernetes.FakeApiServer;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** As whom the registry asks: everything that a kubeconfig may say of that. */
final class TransportCredentialsTest extends TransportCase {
    @Test
    void tokenOfTheContextServesTheLocalUser() {
        registry("token: contexts-token");
        assertThat(body(LOCAL, get("/api/v1/pods?limit=1"))).isEqualTo("200 {}");
        assertThat(server.last().target()).isEqualTo("/api/v1/pods?limit=1");
        assertThat(server.last().header("authorization")).isEqualTo("Bearer contexts-token");
        assertThat(server.last().header("user-agent")).isEqualTo("fresnel/test");
    }

    @Test
    void nothingOfTheContextIsLentToSomebodyWithATokenOfTheirOwn() {
        registry("token: contexts-token, as: root, client-certificate-data: " + base64(person.certificate())
                + ", client-key-data: " + base64(person.keyPem()));
        body(JANE, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Bearer janes-token");
        assertThat(server.last().header("impersonate-user")).isEmpty();
        assertThat(server.last().client()).isEmpty();

        body(LOCAL, get("/x"));
        assertThat(server.last().client()).isEqualTo("CN=jane");
        body(JANE, get("/x"));
        assertThat(server.last().client()).isEmpty();
    }

    @Test
    void nobodyGetsNothing() {
        registry("token: contexts-token");
        assertThat(registry.list(Principal.NOBODY)).isEmpty();
        assertThat(refusal(Principal.NOBODY).kind()).isEqualTo(Problem.Kind.UNAUTHENTICATED);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void clientCertificatesInlineAndInFilesWithEveryUsualKey() throws IOException {
        Path certificateFile = Files.writeString(folder.resolve("crt"), "Subject: CN=jane\n" + person.certificate());
        Path key = Files.writeString(folder.resolve("key"), person.rsaKeyPem());
        registry("client-certificate: crt, client-key: key");
        body(LOCAL, get("/x"));
        assertThat(server.last().client()).isEqualTo("CN=jane");
        Await.until("nobody asks between the two files", () -> info().version() != null);

        Files.writeString(certificateFile, ecPerson.certificate());
        Files.writeString(key, ecPerson.keyPem());
        body(LOCAL, get("/x"));
        assertThat(server.last().client()).isEqualTo("CN=ec");
    }

    @Test
    void basicAndImpersonation() {
        registry("username: joe, password: 's:3', as: 'system:serviceaccount:a:b', as-uid: '7', as-groups: [g, h], as-user-extra: {'acme.com/x y': [v, w]}");
        body(LOCAL, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Basic " + base64("joe:s:3"));
        assertThat(server.last().header("impersonate-user")).isEqualTo("system:serviceaccount:a:b");
        assertThat(server.last().header("impersonate-uid")).isEqualTo("7");
        assertThat(server.last().header("impersonate-group")).isEqualTo("g|h");
        assertThat(server.last().header("impersonate-extra-acme.com%2fx%20y")).isEqualTo("v|w");
    }

    @Test
    void tokenFileIsReadAgainWhenItHasChanged() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        registry("tokenFile: token");
        body(LOCAL, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Bearer first");
        Files.writeString(token, "second-one\n");
        body(LOCAL, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Bearer second-one");
    }

    @Test
    void missingTokenFileIsNamed() {
        registry("tokenFile: nowhere");
        assertThat(refusal(LOCAL).text()).contains("nowhere", "cannot be read");
        assertThat(info().state()).isEqualTo(ClusterInfo.State.BROKEN);
        assertThat(body(JANE, get("/x"))).as("others do not suffer").startsWith("200");
    }

    private String plugin(String token, Instant expiry) throws IOException {
        Path script = Files.writeString(folder.resolve("plugin.sh"), """
                #!/bin/sh
                echo run >> runs
                printf '%%s' "$KUBERNETES_EXEC_INFO" > info
                printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%%s-%%s","expirationTimestamp":"%s"}}' "$1" $(wc -l < runs)
                """.formatted(expiry).replace("runs", folder.resolve("runs").toString()).replace("info", folder.resolve("info").toString()));
        script.toFile().setExecutable(true);
        return "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, args: [" + token + "], provideClusterInfo: true}";
    }

    private int runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }

    @Test
    void credentialPluginRunsOnceUntilItsTokenEnds() throws IOException {
        registry(plugin("exec", Instant.now().plusSeconds(3600)));
        body(LOCAL, get("/x"));
        body(LOCAL, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Bearer exec-1");
        assertThat(runs()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("info"))).contains("\"interactive\":false", "\"server\":\"https://127.0.0.1:" + server.port());
    }

    @Test
    void endedTokenOfACredentialPluginIsRenewed() throws IOException {
        registry(plugin("exec", Instant.now().minusSeconds(1)));
        body(LOCAL, get("/x"));
        int before = runs();
        body(LOCAL, get("/x"));
        assertThat(runs()).isGreaterThan(before);
    }

    @Test
    void refusedTokenIsRenewedOnceAndTheRequestSentAgainWithItsBody() throws IOException {
        registry(plugin("exec", Instant.now().plusSeconds(3600)));
        server.otherwise(exchange -> {
            boolean good = !"Bearer exec-1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            FakeApiServer.reply(exchange, good ? 200 : 401, "application/json", good ? "{\"ok\":1}" : "{\"no\":1}");
        });
        byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
        var post = new UpstreamRequest("POST", "/x", Map.of("Content-Type", List.of("text/plain")), new ByteArrayInputStream(bytes), 5, Duration.ofSeconds(10));
        assertThat(body(LOCAL, post)).isEqualTo("200 {\"ok\":1}");
        assertThat(server.last().body()).isEqualTo("hello");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void tokenThatIsRefusedAgainAndAgainDoesNotStartAProgramEachTime() throws IOException {
        registry(plugin("exec", Instant.now().plusSeconds(3600)));
        server.otherwise(exchange -> FakeApiServer.reply(exchange, 401, "application/json", "{}"));
        for (int i = 0; i < 5; i++) {
            assertThat(body(LOCAL, get("/x"))).isEqualTo("401 {}");
        }
        assertThat(runs()).isLessThanOrEqualTo(2);
    }

    @Test
    void outputThatStaysOpenAfterThePluginHasEndedDoesNotHoldUpAnybody() throws IOException {
        Path script = Files.writeString(folder.resolve("agent.sh"), """
                #!/bin/sh
                sleep 30 &
                printf '{"apiVersion":"v1","status":{"token":"quick"}}'
                """);
        script.toFile().setExecutable(true);
        registry("exec: {apiVersion: v1, command: ./agent.sh}");
        body(LOCAL, get("/x"));
        assertThat(server.last().header("authorization")).isEqualTo("Bearer quick");
    }

    @Test
    void credentialThatNoHeaderCanHoldIsNotQuoted() {
        registry("token: \"very\\x07secret\"");
        assertThat(refusal(LOCAL).text()).contains("does not allow").doesNotContain("very");
    }

    @Test
    void unauthorizedIsAnAnswerWhenNothingCanBeRenewed() {
        registry("token: old");
        server.otherwise(exchange -> FakeApiServer.reply(exchange, 401, "application/json", "{\"kind\":\"Status\"}"));
        assertThat(body(LOCAL, get("/x"))).isEqualTo("401 {\"kind\":\"Status\"}");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void missingAndFailingPluginsSayWhatToDo() throws IOException {
        registry("exec: {apiVersion: v1, command: no-such-plugin, installHint: 'Get it at the shop.'}");
        assertThat(refusal(LOCAL).text()).contains("no-such-plugin", "install it", "Get it at the shop.");
        assertThat(info().state()).isEqualTo(ClusterInfo.State.BROKEN);
        registry.close();

        Path script = Files.writeString(folder.resolve("bad.sh"), "#!/bin/sh\necho 'not this' >&2\necho 'please log in' >&2\nexit 3\n");
        script.toFile().setExecutable(true);
        registry("exec: {apiVersion: v1, command: ./bad.sh}");
        assertThat(refusal(LOCAL).text()).contains("code 3", "please log in").doesNotContain("not this");
    }

    @Test
    void pluginsDoNotRunInAClusterAndItsServiceAccountServesNobody() throws IOException {
        Path config = kubeconfig(trusting(), plugin("exec", Instant.now()));
        registry = new ClusterRegistry(
                new Settings(List.of(config), true, true, Set.of(), Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", "1"),
                        Duration.ofSeconds(1), Duration.ofMillis(100), "fresnel/test"),
                Clock.systemUTC());
        assertThat(refusal(LOCAL).text()).contains("desktop only");
        assertThat(folder.resolve("runs")).doesNotExist();
        assertThat(registry.list(LOCAL)).extracting(ClusterInfo::id).containsExactly("one", "in-cluster");
        assertThatThrownBy(() -> registry.open(LOCAL, "in-cluster", get("/x")).close())
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("TOKEN_NEEDED"));
    }
}
