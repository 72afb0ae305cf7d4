package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.e2e.live.Product;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.Wish;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real API server, bad ways to it, and the product at their end: {@code relayed} by {@link Relay}, {@code counted-N} by {@link Turnstile}. */
final class FaultScene implements AutoCloseable {
    static final String RELAYED = "relayed";

    final Testbed testbed;
    final HttpClient http;
    final ApiServer server;
    final Relay relay;
    final List<Turnstile> turnstiles = new ArrayList<>();
    final Product product;
    final Churn churn;
    private final Issuer issuer;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** @param ways how many turnstiles there are, each a cluster to the product */
    FaultScene(Path folder, int ports, int ways) throws IOException, GeneralSecurityException {
        try {
            Files.createDirectories(folder);
            issuer = new Issuer(ports + 50);
            open(new TlsServer(folder, ports + 50, issuer));
            testbed = Testbed.at(folder.resolve("testbed"));
            testbed.up(Wish.usual().asBare().from(ports).withApiServer("--authentication-config=" + issuer.configuration(folder)));
            opened.add(() -> testbed.down(true));
            String authority = Access.authority(testbed);
            http = Access.trusting(authority);
            opened.add(http::shutdownNow);
            server = new ApiServer(testbed.server(), http);
            for (String user : List.of("leaver", "stayer")) {
                server.change(subject(User.ADMIN), "POST", Cast.bindings(""), Cast.binding(user, "view", "User", user), 409);
            }
            relay = open(new Relay(testbed.server().getPort()));
            String counted = IntStream.range(0, ways).mapToObj(i -> ",counted-" + i).collect(Collectors.joining());
            product = open(Product.start(kubeconfig(folder, ports, authority, ways), "--direct-cluster", "relayed" + counted));
            churn = open(new Churn(server, subject(User.ADMIN), 7));
        } catch (IOException | GeneralSecurityException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private Path kubeconfig(Path folder, int ports, String authority, int ways) throws IOException {
        StringBuilder clusters = new StringBuilder();
        StringBuilder contexts = new StringBuilder();
        clusters.append("- {name: relayed, cluster: {server: \"https://127.0.0.1:%d\", certificate-authority-data: %s}}\n".formatted(relay.port(), authority));
        contexts.append("- {name: relayed, context: {cluster: relayed, user: nobody}}\n");
        for (int i = 0; i < ways; i++) {
            Turnstile turnstile = new Turnstile(server, http);
            turnstiles.add(turnstile);
            TlsServer way = open(new TlsServer(folder, ports + 51 + i, turnstile));
            clusters.append("- {name: counted-%d, cluster: {server: \"https://127.0.0.1:%d\", insecure-skip-tls-verify: true}}\n".formatted(i, way.port()));
            contexts.append("- {name: counted-%1$d, context: {cluster: counted-%1$d, user: nobody}}\n".formatted(i));
        }
        return Files.writeString(folder.resolve("kubeconfig"), "clusters:\n" + clusters + "users: [{name: nobody, user: {}}]\ncontexts:\n" + contexts);
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    Subject subject(User user) throws IOException {
        return new Subject(user.word(), user.word(), Access.token(testbed, user));
    }

    /** A user whose token ends then. */
    Subject until(String name, Instant end) {
        return new Subject(name, name, issuer.token(name, end));
    }

    /** One of the product's own figures. */
    long meter(String name) {
        return product.get("/metrics").body().lines().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElseThrow(() -> new AssertionError("no " + name));
    }

    Agreement agreement() {
        return new Agreement(http, product.live(), server);
    }

    /** Kinds that can be listed and watched in all namespaces as {@code v1}. */
    List<Resource> kinds(Subject admin) {
        List<Resource> kinds = new ArrayList<>();
        add(kinds, "", server.change(admin, "GET", "/api/v1", ""));
        for (JsonNode group : server.change(admin, "GET", "/apis", "").path("groups")) {
            if (group.at("/preferredVersion/version").asText().equals("v1") && !group.path("name").asText().equals("events.k8s.io")) {
                add(kinds, group.path("name").asText(), server.change(admin, "GET", "/apis/" + group.path("name").asText() + "/v1", ""));
            }
        }
        return kinds;
    }

    private static void add(List<Resource> kinds, String group, JsonNode list) {
        for (JsonNode one : list.path("resources")) {
            String verbs = one.path("verbs").toString();
            String name = one.path("name").asText();
            if (verbs.contains("\"list\"") && verbs.contains("\"watch\"") && !name.contains("/") && !name.equals("events")) {
                kinds.add(new Resource(name, group, one.path("kind").asText()));
            }
        }
    }


    @Override
    public void close() {
        for (AutoCloseable one : opened.reversed()) {
            try {
                one.close();
            } catch (Exception failed) {
                System.err.println("not taken down: " + failed);
            }
        }
        opened.clear();
    }
}
