package dev.fresnel.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Writes objects straight to an API server, as one of the components that normally do. */
final class ApiClient implements AutoCloseable {
    static final String JSON = "application/json";
    static final String STRATEGIC_MERGE = "application/strategic-merge-patch+json";

    private final URI server;
    private final String token;
    private final HttpClient http;

    ApiClient(URI server, Path authority, String token) {
        this.server = server;
        this.token = token;
        this.http = HttpClient.newBuilder().sslContext(Probe.trusting(authority)).version(HttpClient.Version.HTTP_1_1).build();
    }

    /**
     * Sends one object. That it exists already is fine.
     *
     * @param component who writes, as it will stand in managedFields
     * @return whether the object is new
     */
    boolean send(String method, String path, String type, Object body, String component) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + token)
                .header("Content-Type", type).header("User-Agent", component)
                .method(method, HttpRequest.BodyPublishers.ofString(JsonText.of(body))).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 201 -> true;
                case 200, 409 -> false;
                default -> throw new TestbedFailure(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            };
        } catch (IOException e) {
            throw new TestbedFailure(method + " " + path + ": " + e, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
