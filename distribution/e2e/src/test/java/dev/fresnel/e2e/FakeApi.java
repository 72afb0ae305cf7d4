package dev.fresnel.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An API server by hand that knows some tokens and writes down who asked what: for what must not reach one. */
final class FakeApi implements AutoCloseable {
    /** Token to name. */
    final Map<String, String> users = new ConcurrentHashMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** What pods and Services answer through its proxy, by the beginning of the path. */
    final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** One context {@code fake}, whose own token is {@code owner}. */
    Path kubeconfig(Path file) throws IOException {
        users.put("owner", "owner");
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: fake
                clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: owner, user: {token: owner}}]
                contexts: [{name: fake, context: {cluster: fake, user: owner}}]
                """.formatted(server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        if (path.equals("/version")) { // a probe may come at any time, without credentials
            send(exchange, 200, "{\"gitVersion\":\"v1.36.1\"}");
            return;
        }
        calls.add(exchange.getRequestMethod() + " " + path + " " + header);
        String user = users.get(header.replaceFirst("Bearer ", ""));
        if (user == null) {
            send(exchange, 401, "{\"kind\":\"Status\",\"status\":\"Failure\",\"code\":401}");
        } else if (pages.keySet().stream().anyMatch(path::startsWith)) {
            pages.entrySet().stream().filter(page -> path.startsWith(page.getKey())).findFirst().orElseThrow().getValue().handle(exchange);
        } else if (path.endsWith("/selfsubjectreviews")) {
            send(exchange, 201, "{\"status\":{\"userInfo\":{\"username\":\"%s\",\"groups\":[\"people\"]}}}".formatted(user));
        } else if (path.endsWith("/selfsubjectaccessreviews")) {
            send(exchange, 201, "{\"status\":{\"allowed\":%b}}".formatted(user.equals("root")));
        } else if (exchange.getRequestURI().getRawQuery() != null && exchange.getRequestURI().getRawQuery().contains("watch")) {
            watch(exchange);
        } else {
            send(exchange, 200, "{\"user\":\"%s\"}".formatted(user));
        }
    }

    private static void watch(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            while (true) { // until the other side goes
                out.write("{\"type\":\"BOOKMARK\"}\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
