package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watches: where they begin, what they say, how they end. */
@Timeout(180)
class WatchTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String INITIAL = "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";

    private final ServerBench bench = new ServerBench();

    /** A watch that runs beside the test. */
    private final class Ear {
        private final BufferedReader lines;
        private final Thread thread;

        Ear(String path, String accept) throws IOException {
            PipedOutputStream out = new PipedOutputStream();
            lines = new BufferedReader(new InputStreamReader(new PipedInputStream(out, 1 << 20), StandardCharsets.UTF_8));
            DemoResponse answer = bench.server.handle(bench.request("GET", path, new byte[0], "", "Accept", accept));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.streamed()).isTrue();
            thread = Thread.ofPlatform().daemon().start(() -> {
                try (out) {
                    answer.body().writeTo(out);
                } catch (IOException e) {
                    // the test has closed its end
                }
            });
        }

        JsonNode next() throws IOException {
            return Json.parse(lines.readLine());
        }

        String brief() throws IOException {
            JsonNode event = next();
            return Json.text(event, "type") + " " + Json.text(event, "object", "metadata", "name");
        }
    }

    @AfterEach
    void close() {
        bench.server.close();
    }

    @Test
    void tellsEveryChangeFromAVersionOn() throws IOException {
        String since = bench.get(PODS).text("metadata", "resourceVersion");
        bench.post(PODS, ServerBench.pod("a", "{'app':'x'}"));
        Ear ear = new Ear(PODS + "?watch=1&resourceVersion=" + since, "application/json");
        assertThat(ear.brief()).isEqualTo("ADDED a");
        bench.patch(PODS + "/a", "merge", "{'metadata':{'labels':{'b':'c'}}}");
        assertThat(ear.brief()).isEqualTo("MODIFIED a");
        bench.delete(PODS + "/a");
        assertThat(ear.brief()).isEqualTo("DELETED a");
    }

    @Test
    void selectorsTurnChangesIntoComingAndGoing() throws IOException {
        bench.post(PODS, ServerBench.pod("a", "{'app':'x'}"));
        Ear ear = new Ear(PODS + "?watch=1&labelSelector=app%3Dy&resourceVersion=" + bench.get(PODS).text("metadata", "resourceVersion"), "application/json");
        bench.patch(PODS + "/a", "merge", "{'metadata':{'labels':{'app':'y'}}}");
        assertThat(ear.brief()).isEqualTo("ADDED a");
        bench.patch(PODS + "/a", "merge", "{'metadata':{'labels':{'app':'z'}}}");
        assertThat(ear.brief()).isEqualTo("DELETED a");
    }

    @Test
    void streamingListEndsWithItsBookmark() throws IOException {
        bench.post(PODS, ServerBench.pod("a", "{}"));
        Ear ear = new Ear(PODS + "?watch=1" + INITIAL, "application/json");
        assertThat(ear.brief()).isEqualTo("ADDED a");
        JsonNode mark = ear.next();
        assertThat(Json.text(mark, "type")).isEqualTo("BOOKMARK");
        assertThat(Json.text(mark, "object", "metadata", "annotations", "k8s.io/initial-events-end")).isEqualTo("true");
        bench.post(PODS, ServerBench.pod("b", "{}"));
        assertThat(ear.brief()).isEqualTo("ADDED b");
        assertThat(bench.get(PODS + "?watch=1&sendInitialEvents=true").status()).isEqualTo(400);
    }

    @Test
    void tablesCarryTheirColumnsOnce() throws IOException {
        bench.post(PODS, ServerBench.pod("a", "{}"));
        bench.post(PODS, ServerBench.pod("b", "{}"));
        Ear ear = new Ear(PODS + "?watch=1&includeObject=Object" + INITIAL, ServerBench.TABLE);
        JsonNode first = ear.next().path("object");
        assertThat(first.path("columnDefinitions").size()).isEqualTo(9);
        assertThat(first.at("/rows/0/cells").toString()).isEqualTo("[\"a\",\"0/1\",\"Pending\",\"0\",\"0s\",\"<none>\",\"<none>\",\"<none>\",\"<none>\"]");
        assertThat(first.at("/rows/0/object/kind").asText()).isEqualTo("Pod");
        assertThat(ear.next().path("object").path("columnDefinitions").isNull()).isTrue();
        JsonNode mark = ear.next();
        assertThat(Json.text(mark, "type")).isEqualTo("BOOKMARK");
        assertThat(mark.at("/object/kind").asText()).isEqualTo("Table");
        assertThat(mark.at("/object/rows/0/object/metadata/annotations").toString()).contains("initial-events-end");
    }

    @Test
    void whatWasForgottenIsSaidToBeGone() throws IOException {
        bench.post(PODS, ServerBench.pod("a", "{}"));
        for (int i = 0; i < 1100; i++) {
            bench.patch(PODS + "/a", "merge", "{'metadata':{'labels':{'n':'" + i + "'}}}");
        }
        JsonNode error = new Ear(PODS + "?watch=1&resourceVersion=3", "application/json").next();
        assertThat(Json.text(error, "type")).isEqualTo("ERROR");
        assertThat(error.at("/object/code").asInt()).isEqualTo(410);
        assertThat(Json.text(error, "object", "reason")).isEqualTo("Expired");
    }

    @Test
    void endsWhenItsTimeIsUpAndWhenTheServerCloses() throws Exception {
        Ear brief = new Ear(PODS + "?watch=1&timeoutSeconds=1", "application/json");
        assertThat(brief.lines.readLine()).isNull();
        Ear ear = new Ear(PODS + "?watch=1", "application/json");
        bench.server.close();
        assertThat(ear.lines.readLine()).isNull();
        ear.thread.join();
    }

    @Test
    void stopsWritingWhenTheCallerHasGone() {
        bench.post(PODS, ServerBench.pod("a", "{}"));
        DemoResponse answer = bench.server.handle(bench.request("GET", PODS + "?watch=1", new byte[0], ""));
        assertThatThrownBy(() -> answer.body().writeTo(new java.io.OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        })).isInstanceOf(IOException.class);
    }
}
