package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A page's log view: what it has been told so far. */
final class LogPage implements AutoCloseable {
    private final TestHttp http;
    private final LiveClient client;
    private final LiveClient.Channel channel;
    private final ObjectNode params;
    private final ObjectNode told = (ObjectNode) TestHttp.parse("{}");
    private int read;

    LogPage(TestHttp http, String params) {
        this.http = http;
        this.params = (ObjectNode) TestHttp.parse(params);
        this.client = LiveClient.connect(http.client(), http.uri("/api/v1/live"));
        this.channel = client.open("logs/view", params, ",\"credit\":4000000");
    }

    /** What has not been told again is as it was. */
    JsonNode told() {
        var frames = channel.frames();
        long bytes = 0;
        for (; read < frames.size(); read++) {
            JsonNode frame = frames.get(read);
            if (frame.path("t").asText().equals("data")) {
                told.setAll((ObjectNode) frame.path("d"));
            } else {
                told.set(frame.path("t").asText(), frame.path("d"));
            }
            bytes += frame.toString().length();
        }
        if (bytes > 0 && !told.has("closed")) {
            channel.credit(bytes);
        }
        return told;
    }

    /** Wants something else from now on. */
    void ask(String more) {
        params.setAll((ObjectNode) TestHttp.parse(more));
        channel.update(params.toString());
    }

    LogPage until(String what, Duration limit, Predicate<JsonNode> holds) {
        try {
            Await.until(what, limit, () -> holds.test(told()));
        } catch (AssertionError late) {
            var seen = (ObjectNode) told().deepCopy();
            seen.remove("window");
            seen.remove("strip");
            throw new AssertionError(late.getMessage() + ": " + seen, late);
        }
        return this;
    }

    LogPage until(String what, Predicate<JsonNode> holds) {
        return until(what, Await.PATIENCE, holds);
    }

    LogPage untilTotal(long lines) {
        return until(lines + " lines", Duration.ofMinutes(4), now -> now.path("total").asLong() == lines);
    }

    String state(String pod) {
        for (JsonNode source : told().path("sources")) {
            if (source.path("pod").asText().equals(pod)) {
                return source.path("state").asText() + " " + source.path("detail").asText();
            }
        }
        return "";
    }

    /** All of it as it would be downloaded. */
    void lines(Consumer<String> each) {
        var request = HttpRequest.newBuilder(http.uri("/api/v1/plugins/logs/text?all=true&view=" + told().at("/ready/view").asText())).build();
        try (InputStream body = http.client().send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
                var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            reader.lines().forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
