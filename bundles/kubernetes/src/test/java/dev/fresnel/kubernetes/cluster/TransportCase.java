package dev.fresnel.kubernetes.cluster;

import static dev.fresnel.kubernetes.Certificates.base64;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.Await;
import dev.fresnel.kubernetes.Certificates;
import dev.fresnel.kubernetes.FakeApiServer;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry with real sockets, and a fake API server for it to reach. */
abstract class TransportCase {
    static final Principal LOCAL = new Principal("local", "me", Principal.Door.LOCAL, Optional.empty());
    static final Principal JANE = new Principal("jane", "jane", Principal.Door.BEARER, Optional.of("janes-token"));

    @TempDir
    static Path shared;

    static Certificates certificate;
    static Certificates person;
    static Certificates ecPerson;

    @TempDir
    Path folder;

    FakeApiServer server;
    ClusterRegistry registry;

    @BeforeAll
    static void certificates() {
        certificate = Certificates.make(shared, "api", "RSA", "dns:localhost,dns:api.internal,ip:127.0.0.1");
        person = Certificates.make(shared, "jane", "RSA", "");
        ecPerson = Certificates.make(shared, "ec", "EC", "");
    }

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.https(certificate, person, ecPerson);
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
        server.close();
    }

    Path kubeconfig(String cluster, String user) {
        try {
            return put(folder.resolve("config"), """
                    clusters:
                    - name: c
                      cluster: {%s}
                    users:
                    - name: u
                      user: {%s}
                    contexts:
                    - {name: one, context: {cluster: c, user: u}}
                    """.formatted(cluster, user));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whole or not at all: what looks every 20 ms would see a half. */
    static Path put(Path file, String text) throws IOException {
        return Files.move(Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text), file, StandardCopyOption.ATOMIC_MOVE);
    }

    String trusting() {
        return "server: 'https://127.0.0.1:" + server.port() + "', certificate-authority-data: " + base64(certificate.certificate());
    }

    ClusterRegistry registry(Path kubeconfig, Map<String, String> environment) {
        registry = new ClusterRegistry(
                new Settings(List.of(kubeconfig), false, false, Set.of("one"), environment, Duration.ofMillis(20), Duration.ofMillis(100), "fresnel/test"),
                Clock.systemUTC());
        Await.until("the kubeconfig is read", () -> !registry.list(LOCAL).isEmpty());
        return registry;
    }

    ClusterRegistry registry(String user) {
        return registry(kubeconfig(trusting(), user), Map.of());
    }

    static UpstreamRequest get(String target) {
        return UpstreamRequest.get(target, "application/json");
    }

    String body(Principal principal, UpstreamRequest request) {
        try (UpstreamResponse answer = registry.open(principal, "one", request)) {
            return answer.status() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Problem refusal(Principal principal) {
        return catchThrowableOfType(Problem.class, () -> registry.open(principal, "one", get("/x")).close());
    }

    ClusterInfo info() {
        return registry.find(LOCAL, "one").orElseThrow();
    }
}
