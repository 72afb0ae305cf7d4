package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The cluster's authorization webhook: it lets users read what the comparison says at that moment. */
final class Webhook implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> READ = Set.of("get", "list", "watch");

    private final Map<String, Boolean> granted = new ConcurrentHashMap<>();
    private final AtomicLong asked = new AtomicLong();

    /** @param namespace {@code ""} = all */
    static String right(String user, String resource, String namespace) {
        return user + " " + resource + " " + namespace;
    }

    void grant(String right) {
        granted.put(right, true);
    }

    void revoke(String right) {
        granted.remove(right);
    }

    long asked() {
        return asked.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        JsonNode spec = JSON.readTree(exchange.getRequestBody().readAllBytes()).path("spec");
        JsonNode attributes = spec.path("resourceAttributes");
        asked.incrementAndGet();
        String user = spec.path("user").asText();
        boolean allowed = READ.contains(attributes.path("verb").asText())
                && granted.containsKey(right(user, attributes.path("resource").asText(), attributes.path("namespace").asText("")));
        Extension.answer(exchange, 200, """
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","status":{"allowed":%s}}""".formatted(allowed));
    }
}
