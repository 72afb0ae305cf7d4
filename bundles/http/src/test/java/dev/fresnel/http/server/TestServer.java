package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.switchboard.BundleCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real server on a free port, with an authenticator that knows a bearer token, a cookie, and perhaps the local user. */
final class TestServer implements AutoCloseable {
    static final JsonCodec CODEC = new BundleCodec();

    final Parts parts = new Parts(CODEC);
    final TestSwitchboard switchboard = new TestSwitchboard();
    final WebServer server;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    boolean local = true;

    TestServer(String basePath, Optional<Settings.Tls> tls) throws IOException {
        this(basePath, tls, Duration.ofSeconds(60));
    }

    TestServer(String basePath, Optional<Settings.Tls> tls, Duration idle) throws IOException {
        this(new Settings("127.0.0.1", 0, basePath, tls, List.of("fresnel.test"), List.of()), idle);
    }

    TestServer(Settings settings) throws IOException {
        this(settings, Duration.ofSeconds(60));
    }

    private TestServer(Settings settings, Duration idle) throws IOException {
        server = new WebServer(settings, parts, idle);
        parts.switchboard(switchboard);
        switchboard.onSwitch((before, now) -> server.hub().reconsider());
        parts.authenticator((request, cookie, authorization) -> who(cookie, authorization));
        server.start();
    }

    TestServer() throws IOException {
        this("", Optional.empty());
    }

    private Principal who(String cookie, String authorization) {
        if (authorization.equals("Bearer good")) {
            return new Principal("b", "somebody", Principal.Door.BEARER, Optional.of("good"));
        }
        if (!authorization.isEmpty()) {
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "TOKEN_INVALID", "This token is not valid.");
        }
        if (cookie.contains("session=")) {
            return new Principal("c-" + cookie.replaceAll(".*session=(\\w+).*", "$1"), "page", Principal.Door.COOKIE, Optional.empty());
        }
        return local ? new Principal("l", "local", Principal.Door.LOCAL, Optional.empty()) : Principal.NOBODY;
    }

    void route(Method method, String path, RootEndpoint endpoint) {
        server.routes().add(endpoint, Map.of("fresnel.root.method", method.name(), "fresnel.root.path", new String[] {path}));
    }

    void openRoute(String path, RootEndpoint endpoint) {
        server.routes().add(endpoint, Map.of("fresnel.root.path", new String[] {path}, "fresnel.root.open", true));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the text as it is, with line ends made right, and reads until the server closes. */
    RawClient raw(String text) throws IOException {
        return new RawClient(server.port(), text);
    }

    /** @param receives bytes that the client's system takes in before it reads them */
    RawClient raw(String text, int receives) throws IOException {
        return new RawClient(server.port(), text, receives);
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }
}
