package dev.fresnel.e2e.oracle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An API server of others, reached through the aggregator: whoever lists sees only what is theirs, although all have the same rights. */
final class Extension implements HttpHandler {
    private static final String GROUP = "/apis/" + Resource.THINGS.apiVersion();
    private static final List<String> NAMESPACES = List.of("alpha", "beta");

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path.equals(GROUP)) {
            answer(exchange, 200, """
                    {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s","resources":[{"name":"things","singularName":"thing",
                    "namespaced":true,"kind":"Thing","verbs":["get","list","watch"]}]}""".formatted(Resource.THINGS.apiVersion()));
        } else if (path.startsWith(GROUP + "/") && query.contains("watch=")) {
            quiet(exchange);
        } else if (path.startsWith(GROUP + "/")) {
            String user = String.valueOf(exchange.getRequestHeaders().getFirst("X-Remote-User"));
            answer(exchange, 200, table(user.replace(':', '.'), path));
        } else {
            answer(exchange, 404, "{}");
        }
    }

    private static String table(String user, String path) {
        List<String> rows = new ArrayList<>();
        for (String namespace : NAMESPACES) {
            for (int i = 0; i < 3 && (path.endsWith("/things") && !path.contains("/namespaces/") || path.contains("/" + namespace + "/")); i++) {
                String name = "thing-for-" + user + "-" + i;
                rows.add("""
                        {"cells":["%1$s","%2$s"],"object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"%1$s",
                        "namespace":"%3$s","uid":"%3$s-%1$s","resourceVersion":"1","creationTimestamp":"2026-01-01T00:00:00Z"}}}"""
                        .formatted(name, user, namespace));
            }
        }
        return """
                {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"1"},"columnDefinitions":[
                {"name":"Name","type":"string","format":"name","description":"","priority":0},
                {"name":"For","type":"string","format":"","description":"","priority":0}],"rows":[%s]}""".formatted(String.join(",", rows));
    }

    /** A watch in which nothing happens. */
    private static void quiet(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
