package dev.fresnel.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may happen to the control plane of a testbed; got from {@link Testbed#trouble}. */
public final class Trouble {
    private static final Pattern REVISION = Pattern.compile("\"revision\":\\s*\"(\\d+)\"");

    private final Daemon apiServer;
    private final URI etcd;
    private final Runnable starting;

    Trouble(Daemon apiServer, URI etcd, Runnable starting) {
        this.apiServer = apiServer;
        this.etcd = etcd;
        this.starting = starting;
    }

    /** The API server ends at once, as in a crash. */
    public void killApiServer() {
        apiServer.stop(Duration.ZERO);
    }

    /** It comes back on the same data; returns when it is ready. */
    public void startApiServer() {
        starting.run();
    }

    /** The API server keeps its connections and does nothing. */
    public void freezeApiServer() {
        signal("STOP");
    }

    public void thawApiServer() {
        signal("CONT");
    }

    private void signal(String name) {
        long pid = apiServer.pid().orElseThrow(() -> new TestbedFailure("the API server does not run"));
        new Command(java.util.List.of("kill", "-" + name, Long.toString(pid))).run().orFail("kill -" + name);
    }

    /** etcd forgets every revision before the present one. */
    public void compact() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Matcher revision = REVISION.matcher(ask(http, "/v3/kv/range", "{\"key\":\"AA==\",\"count_only\":true}"));
            if (!revision.find()) {
                throw new TestbedFailure("etcd names no revision");
            }
            ask(http, "/v3/kv/compaction", "{\"revision\":\"" + revision.group(1) + "\",\"physical\":true}");
        }
    }

    private String ask(HttpClient http, String path, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(etcd.resolve(path)).timeout(Duration.ofSeconds(30)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new TestbedFailure("etcd: " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new TestbedFailure("etcd: " + path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestbedFailure("interrupted", e);
        }
    }
}
