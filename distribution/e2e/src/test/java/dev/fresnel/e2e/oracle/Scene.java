package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.e2e.live.Product;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.Wish;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster with an authorization webhook, an aggregated API and a filtering proxy before it; its users; and the product twice,
 * with and without sharing.
 */
final class Scene implements AutoCloseable {
    static final List<String> NAMESPACES = List.of("alpha", "beta", "gamma", "delta", "dev", "quiet");
    static final String QUIET = "quiet";
    static final String HOME = "oracle";
    /** The cluster of the product that is the API server itself, and the one that is behind the filtering proxy. */
    static final String DIRECT = "direct";
    static final String FILTERED = "filtered";

    final Map<String, Subject> subjects = new LinkedHashMap<>();
    final Webhook webhook = new Webhook();
    final Map<String, Product> products = new LinkedHashMap<>();
    final Map<String, ApiServer> clusters = new HashMap<>();
    final HttpClient http;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Testbed testbed;
    private final String authority;

    /**
     * @param folder for everything
     * @param ports first of a row of free ports
     */
    Scene(Path folder, int ports) throws IOException {
        testbed = Testbed.at(folder.resolve("testbed"));
        try {
            Files.createDirectories(folder);
            TlsServer hook = open(new TlsServer(folder, ports + 50, webhook));
            testbed.up(Wish.usual().asBare().from(ports).withApiServer(
                    "--authorization-mode=Node,RBAC,Webhook", "--authorization-webhook-version=v1",
                    "--authorization-webhook-config-file=" + config(folder.resolve("webhook"), hook.port(), DIRECT),
                    "--authorization-webhook-cache-authorized-ttl=1s", "--authorization-webhook-cache-unauthorized-ttl=1s"));
            opened.add(() -> testbed.down(true));
            authority = Access.authority(testbed);
            http = Access.trusting(authority);
            opened.add(http::shutdownNow);
            ApiServer server = new ApiServer(testbed.server(), http);
            clusters.put(DIRECT, server);
            for (User user : User.values()) {
                add(new Subject(user.word(), user.word(), Access.token(testbed, user)));
            }
            new Cast(server, admin()).play(this, open(new TlsServer(folder, ports + 51, new Extension())).port());
            products(folder, ports, server);
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void products(Path folder, int ports, ApiServer server) throws IOException {
        Map<String, Subject> tokens = new HashMap<>();
        subjects.values().forEach(subject -> tokens.put(subject.token(), subject));
        HttpClient anything = Access.insecure();
        opened.add(anything::shutdownNow);
        TlsServer proxy = open(new TlsServer(folder, ports + 52, new FilteringProxy(server, http, tokens)));
        clusters.put(FILTERED, new ApiServer(URI.create("https://127.0.0.1:" + proxy.port()), anything));
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                clusters:
                - {name: direct, cluster: {server: "%s", certificate-authority-data: %s}}
                - {name: filtered, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}
                users: [{name: nobody, user: {}}]
                contexts:
                - {name: direct, context: {cluster: direct, user: nobody}}
                - {name: filtered, context: {cluster: filtered, user: nobody}}
                """.formatted(testbed.server(), authority, proxy.port()));
        for (String sharing : List.of("on", "off")) {
            products.put(sharing, open(Product.start(kubeconfig, "--direct-cluster", DIRECT, "--live-sharing", sharing)));
        }
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    void add(Subject subject) {
        subjects.put(subject.word(), subject);
    }

    Subject admin() {
        return subjects.get(User.ADMIN.word());
    }

    ApiServer server() {
        return clusters.get(DIRECT);
    }

    /** A kubeconfig for a server whose certificate is our own. */
    static Path config(Path file, int port, String name) throws IOException {
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters: [{name: %1$s, cluster: {server: "https://127.0.0.1:%2$d/", insecure-skip-tls-verify: true}}]
                users: [{name: api-server, user: {}}]
                contexts: [{name: %1$s, context: {cluster: %1$s, user: api-server}}]
                """.formatted(name, port));
    }

    /** Watches of a kind that the API server serves now, by its own count. */
    long watches(String resource) {
        String metrics = new String(server().send(admin(), "GET", "/metrics", "*/*", "").body());
        return metrics.lines()
                .filter(line -> line.startsWith("apiserver_longrunning_requests{") && line.contains("resource=\"" + resource + "\"") && line.contains("verb=\"WATCH\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What the product says of its live store. */
    JsonNode live(String sharing) {
        return new ApiServer(products.get(sharing).base(), http).change(admin(), "GET", "/api/v1/insight", "");
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
