package dev.fresnel.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The API server, or what stands before it, with nothing of ours in between. */
final class ApiServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static final List<Integer> BUSY = List.of(429, 503, 504);

    private final URI base;
    private final HttpClient http;

    ApiServer(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    URI base() {
        return base;
    }

    /** The API server's own answer for that user: columns that are always shown, without ages. */
    Answer list(Subject subject, Resource resource, String namespace) {
        HttpResponse<byte[]> answer = send(subject, "GET", resource.path(namespace) + "?includeObject=Metadata", TABLE, "");
        if (answer.statusCode() != 200) {
            return new Answer(answer.statusCode(), Map.of());
        }
        JsonNode table = parse(answer.body());
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
            JsonNode column = table.path("columnDefinitions").get(i);
            if (column.path("priority").asInt() == 0 && !column.path("name").asText().equals("Age")) {
                shown.add(i);
            }
        }
        Map<String, Answer.Row> rows = new HashMap<>();
        for (JsonNode row : table.path("rows")) {
            JsonNode metadata = row.at("/object/metadata");
            List<String> cells = shown.stream().map(i -> row.path("cells").path(i).asText()).toList();
            rows.put(metadata.path("uid").asText(),
                    new Answer.Row(metadata.path("namespace").asText(), metadata.path("name").asText(), cells));
        }
        return new Answer(200, rows);
    }

    /** @return status and text */
    HttpResponse<byte[]> send(Subject subject, String method, String target, String accept, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(target))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", accept)
                .header("Authorization", "Bearer " + subject.token())
                .header("User-Agent", "oracle");
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(end);
        }
    }

    /** As {@link #send}; anything but success, or one of the other statuses, is an error, and one that has no time does not answer. */
    JsonNode change(Subject subject, String method, String target, String body, Integer... others) {
        HttpResponse<byte[]> answer = send(subject, method, target, "application/json", body);
        if (BUSY.contains(answer.statusCode())) {
            throw new UncheckedIOException(new IOException(method + " " + target + ": " + answer.statusCode() + " " + new String(answer.body())));
        }
        if (answer.statusCode() / 100 != 2 && !List.of(others).contains(answer.statusCode())) {
            throw new IllegalStateException(method + " " + target + ": " + answer.statusCode() + " " + new String(answer.body()));
        }
        return parse(answer.body());
    }

    private static JsonNode parse(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
