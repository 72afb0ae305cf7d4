package dev.fresnel.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Commands for the server that runs with the same data folder; {@code server.json} there tells them where it is and lets them in. */
enum ServerCommand {
    KUBECONFIG {
        @Override
        void run(Settings settings, List<String> words) {
            if (words.size() > 1) {
                throw new Refusal("kubeconfig takes one cluster, or none for all.");
            }
            var query = words.isEmpty() ? "" : "?cluster=" + URLEncoder.encode(words.getFirst(), StandardCharsets.UTF_8);
            System.out.print(post(settings, "/auth/kubeconfig" + query));
        }
    },
    OPEN {
        @Override
        void run(Settings settings, List<String> words) {
            if (!words.isEmpty()) {
                throw new Refusal("open takes no further words.");
            }
            var page = member(post(settings, "/auth/link"), "url");
            System.out.println(page);
            Browser.open(URI.create(page));
        }
    };

    /** There is no server, or it refuses. */
    private static final int FAILED = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    abstract void run(Settings settings, List<String> words);

    static Optional<ServerCommand> of(String word) {
        return Arrays.stream(values()).filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word)).findFirst();
    }

    /** A fresh link to the server that runs with the same data folder; empty when none answers. */
    static Optional<URI> page(Settings settings) {
        try {
            return Optional.of(URI.create(member(post(settings, "/auth/link"), "url")));
        } catch (Refusal | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String post(Settings settings, String path) {
        var data = settings.path(Option.DATA_DIR);
        var running = read(data);
        var request = HttpRequest.newBuilder(URI.create(running.getOrDefault("url", "") + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + running.getOrDefault("token", ""))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new Refusal(member(answer.body(), "detail"), FAILED);
            }
            return answer.body();
        } catch (IOException e) {
            throw none(data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none(data);
        }
    }

    private static Map<String, String> read(Path data) {
        try {
            var text = Files.readString(data.resolve("server.json"));
            return Map.of("url", member(text, "url"), "token", member(text, "token"));
        } catch (AccessDeniedException e) {
            throw new Refusal("The Fresnel with the data folder " + data + " is somebody else's: its server.json is not for you to read.", FAILED);
        } catch (IOException e) {
            throw none(data);
        }
    }

    private static Refusal none(Path data) {
        return new Refusal("No Fresnel runs with the data folder " + data + ": start it, or name its folder with --data-dir.", FAILED);
    }

    /** JSON is YAML. */
    private static String member(String json, String name) {
        try {
            var value = new Load(LoadSettings.builder().build()).loadFromString(json);
            return value instanceof Map<?, ?> map && map.get(name) != null ? String.valueOf(map.get(name)) : json;
        } catch (YamlEngineException e) {
            return json;
        }
    }
}
