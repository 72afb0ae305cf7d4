package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testing.TestHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The users of a test cluster, as contexts of one kubeconfig and as clients of its API server. */
final class Contexts implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestCluster cluster;
    private final Map<User, JsonNode> views = new EnumMap<>(User.class);
    private final Map<User, Direct> clients = new EnumMap<>(User.class);

    Contexts(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** Writes one kubeconfig in which each user is a context of the user's name. */
    Path write(Path file) throws IOException {
        var all = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Config").put("current-context", "admin");
        for (var section : new String[] {"clusters", "users", "contexts"}) {
            var list = all.putArray(section);
            for (var user : User.values()) {
                list.add(entry(section, user));
            }
        }
        return Files.writeString(file, JSON.writeValueAsString(all));
    }

    private ObjectNode entry(String section, User user) {
        var one = JSON.createObjectNode().put("name", user.word());
        switch (section) {
            case "clusters" -> one.set("cluster", view(user).at("/clusters/0/cluster"));
            case "users" -> one.set("user", view(user).at("/users/0/user"));
            default -> one.putObject("context").put("cluster", user.word()).put("user", user.word());
        }
        return one;
    }

    private JsonNode view(User user) {
        return views.computeIfAbsent(user, key -> TestHttp.parse(cluster.kubectl(user).out("config", "view", "--raw", "--minify", "--flatten", "-o", "json")));
    }

    /** Whether {@link #direct} can speak as this user: with a token, or where nobody asks for one. */
    boolean plain(User user) {
        return !view(user).at("/users/0/user").has("client-certificate-data");
    }

    /** The API server itself, with nothing of ours in between. */
    Direct direct(User user) {
        return clients.computeIfAbsent(user, this::connect);
    }

    private Direct connect(User user) {
        var view = view(user);
        var authority = view.at("/clusters/0/cluster/certificate-authority-data").asText();
        var builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (!authority.isEmpty()) {
            builder.sslContext(trust(Base64.getDecoder().decode(authority)));
        }
        var token = Optional.of(view.at("/users/0/user/token").asText()).filter(text -> !text.isEmpty());
        return new Direct(builder.build(), URI.create(view.at("/clusters/0/cluster/server").asText()), token);
    }

    /** @param token what proves who asks; empty where nobody is asked */
    record Direct(HttpClient client, URI server, Optional<String> token) {}

    @Override
    public void close() {
        clients.values().forEach(direct -> direct.client().shutdownNow());
    }

    private static SSLContext trust(byte[] authority) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
