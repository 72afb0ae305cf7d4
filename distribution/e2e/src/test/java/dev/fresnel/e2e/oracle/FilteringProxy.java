package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Stands before the API server and takes out of each answer what its own rules hide from that user; reviews know nothing of it. */
final class FilteringProxy implements HttpHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PASSED = List.of("Accept", "Authorization", "Content-Type", "If-None-Match", "User-Agent");

    private final ApiServer server;
    private final HttpClient http;
    private final Map<String, Subject> tokens;

    FilteringProxy(ApiServer server, HttpClient http, Map<String, Subject> tokens) {
        this.server = server;
        this.http = http;
        this.tokens = tokens;
    }

    /** What no socket of that user may ever show. */
    static String hidden(Subject subject) {
        return "-hide-" + subject.word();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        URI asked = exchange.getRequestURI();
        String target = asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
        HttpRequest.Builder request = HttpRequest.newBuilder(server.base().resolve(target));
        PASSED.forEach(name -> exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Subject subject = tokens.get(authorization.replace("Bearer ", ""));
        String hide = subject == null ? "-hide-" : hidden(subject);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            answer.headers().firstValue("ETag").ifPresent(tag -> exchange.getResponseHeaders().add("ETag", tag));
            try (InputStream in = answer.body()) {
                if (target.contains("watch=1") && answer.statusCode() == 200) {
                    watch(exchange, in, hide);
                } else {
                    whole(exchange, answer.statusCode(), in.readAllBytes(), hide);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void whole(HttpExchange exchange, int status, byte[] text, String hide) throws IOException {
        byte[] out = text;
        if (status == 200 && new String(text, 0, Math.min(200, text.length), StandardCharsets.UTF_8).contains("\"Table\"")) {
            ObjectNode table = (ObjectNode) JSON.readTree(text);
            filter(table, hide);
            out = JSON.writeValueAsBytes(table);
        }
        exchange.sendResponseHeaders(status, out.length == 0 ? -1 : out.length);
        exchange.getResponseBody().write(out);
    }

    /** @return whether rows are left, or none were there */
    private static boolean filter(ObjectNode table, String hide) {
        ArrayNode left = JSON.createArrayNode();
        for (JsonNode row : table.path("rows")) {
            if (!row.at("/object/metadata/name").asText().contains(hide)) {
                left.add(row);
            }
        }
        boolean some = left.size() > 0 || table.path("rows").isEmpty();
        table.set("rows", left);
        return some;
    }

    /** The first event names the columns; when it is left out, the next one has to. */
    private static void watch(HttpExchange exchange, InputStream in, String hide) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        JsonNode columns = null;
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line; (line = lines.readLine()) != null; ) {
            JsonNode event = JSON.readTree(line);
            if (event.path("object") instanceof ObjectNode table && table.path("kind").asText().equals("Table")) {
                columns = table.path("columnDefinitions").isArray() ? table.get("columnDefinitions") : columns;
                if (!filter(table, hide)) {
                    continue;
                }
                if (columns != null) {
                    table.set("columnDefinitions", columns);
                    columns = null;
                }
            }
            exchange.getResponseBody().write((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
    }
}
