package dev.fresnel.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes objects straight to an API server, as one of the components that normally do. */
final class ApiClient implements AutoCloseable {
    /** An object says its own uid before those of its owners. */
    private static final Pattern UID = Pattern.compile("\"uid\":\\s*\"([^\"]+)\"");

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
        HttpResponse<String> answer = answer(method, path, type, body, component);
        return switch (answer.statusCode()) {
            case 201 -> true;
            case 200, 409 -> false;
            default -> throw refused(method, path, answer);
        };
    }

    /**
     * Creates one object, or takes the one that is there.
     *
     * @param collection where objects of its kind are, without its name
     * @return its uid
     */
    String uid(String collection, String name, Object body, String component) throws InterruptedException {
        HttpResponse<String> answer = answer("POST", collection, JSON, body, component);
        if (answer.statusCode() == 409) {
            answer = answer("GET", collection + "/" + name, JSON, Map.of(), component);
        }
        Matcher uid = UID.matcher(answer.body());
        if (answer.statusCode() / 100 != 2 || !uid.find()) {
            throw refused("POST", collection, answer);
        }
        return uid.group(1);
    }

    private static TestbedFailure refused(String method, String path, HttpResponse<String> answer) {
        return new TestbedFailure(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }

    private HttpResponse<String> answer(String method, String path, String type, Object body, String component) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + token)
                .header("Content-Type", type).header("User-Agent", component)
                .method(method, method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(JsonText.of(body))).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new TestbedFailure(method + " " + path + ": " + e, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
