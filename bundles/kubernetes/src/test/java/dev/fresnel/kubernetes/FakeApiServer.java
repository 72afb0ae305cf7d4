package dev.fresnel.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Plays an API server: remembers what it was asked and answers what it was told to. */
public final class FakeApiServer implements AutoCloseable {
    /** One request that came in. */
    public record Asked(String method, String target, Map<String, List<String>> headers, String body, String client, List<String> names) {
        public String header(String name) {
            return String.join("|", headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()));
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private volatile Answer other = exchange -> reply(exchange, 200, "application/json", "{}");

    private FakeApiServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        on("/version", exchange -> reply(exchange, 200, "application/json", "{\"gitVersion\":\"v1.99.0\"}"));
        server.start();
    }

    public static FakeApiServer http(int port) throws IOException {
        return new FakeApiServer(HttpServer.create(address(port), 0));
    }

    public static FakeApiServer https(Certificates own, Certificates... clients) throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 0);
        server.setHttpsConfigurator(new Wanting(own.server(List.of(clients)), clients.length > 0));
        return new FakeApiServer(server);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static final class Wanting extends HttpsConfigurator {
        private final boolean wants;

        Wanting(SSLContext context, boolean wants) {
            super(context);
            this.wants = wants;
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setWantClientAuth(wants);
            parameters.setSSLParameters(tls);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** By path, or by path and query. */
    public FakeApiServer on(String target, Answer answer) {
        answers.put(target, answer);
        return this;
    }

    public FakeApiServer otherwise(Answer answer) {
        other = answer;
        return this;
    }

    public FakeApiServer json(String target, String json) {
        return on(target, exchange -> reply(exchange, 200, "application/json", json));
    }

    /** All requests but those for the version, which probes ask as well. */
    public List<Asked> asked() {
        return asked.stream().filter(one -> !one.target.equals("/version")).toList();
    }

    public List<Asked> all() {
        return List.copyOf(asked);
    }

    public Asked last() {
        return asked().getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = new ConcurrentHashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), new ArrayList<>(values)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), target, headers, body, client(exchange), names(exchange)));
        String path = exchange.getRequestURI().getRawPath();
        Answer answer = answers.getOrDefault(target, answers.get(path));
        (answer == null ? other : answer).to(exchange);
    }

    private static String client(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange https ? https.getSSLSession().getPeerPrincipal().getName() : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    private static List<String> names(HttpExchange exchange) {
        return exchange instanceof HttpsExchange https && https.getSSLSession() instanceof javax.net.ssl.ExtendedSSLSession session
                ? session.getRequestedServerNames().stream().map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII)).toList()
                : List.of();
    }

    public static void reply(HttpExchange exchange, int status, @Nullable String type, String body) throws IOException {
        if (type != null) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (bytes.length > 0) {
                out.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
