package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The running server, asked by its public paths. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI base;
    private final String token;
    private final String plugins;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private Server(URI base, String token, String plugins) {
        this.base = base;
        this.token = token;
        this.plugins = plugins;
    }

    /** The one that was named, or the one that runs with that data folder. */
    static Server of(Request request) {
        if (request.server().isPresent()) {
            return new Server(request.server().get(), request.token().map(Server::token).orElse(""), "");
        }
        return running(request.data()).orElseThrow(() -> Failure.notDone(
                "no Fresnel runs with the data folder " + request.data() + ": start it, name its folder with --data-dir, or work on a folder with --plugins-dir."));
    }

    static Optional<Server> running(Path data) {
        Path file = data.resolve("server.json");
        try {
            Fields fields = Fields.of(Files.readAllBytes(file), file.toString(), Reason.SOURCE_INVALID);
            return Optional.of(new Server(URI.create(fields.text("url").replaceFirst("/+$", "")), fields.text("token", ""), fields.text("pluginsDir", "")));
        } catch (IOException | Refusal | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Failure.misuse("the token cannot be read from " + file + ".");
        }
    }

    URI address() {
        return base;
    }

    /** Its folder of plugins, when it runs on this machine. */
    Optional<Path> plugins() {
        return plugins.isEmpty() ? Optional.empty() : Optional.of(Path.of(plugins));
    }

    Fields get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    Fields post(String path, Object body) {
        return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
    }

    Fields upload(Path file) {
        try {
            String name = java.net.URLEncoder.encode(String.valueOf(file.getFileName()), StandardCharsets.UTF_8);
            return send("POST", "/api/v1/catalog/upload?name=" + name, HttpRequest.BodyPublishers.ofFile(file));
        } catch (java.io.FileNotFoundException e) {
            throw Failure.notDone(file + " is not there.");
        }
    }

    private Fields send(String method, String path, HttpRequest.BodyPublisher body) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE).method(method, body).header("Accept", "application/json");
        if (!method.equals("GET")) {
            request.header("Content-Type", path.contains("/upload") ? "application/java-archive" : "application/json");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return judged(path, answer);
        } catch (ConnectException e) {
            throw Failure.notDone("nothing answers at " + base + ".");
        } catch (IOException e) {
            throw Failure.notDone("the server at " + base + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.notDone("interrupted.");
        }
    }

    private static Fields judged(String path, HttpResponse<byte[]> answer) {
        try {
            byte[] body = answer.body().length == 0 ? Json.write(Map.of()) : answer.body();
            Fields fields = Fields.of(body, "the server's answer to " + path, Reason.SOURCE_INVALID);
            if (answer.statusCode() / 100 != 2) {
                throw Failure.notDone(fields.text("detail", "the server answered " + answer.statusCode()));
            }
            return fields;
        } catch (Refusal refusal) {
            throw Failure.notDone(answer.statusCode() / 100 == 2 ? refusal.words() : "the server answered " + answer.statusCode() + ".");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
