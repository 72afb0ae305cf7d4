package dev.fresnel.logs.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Connection;
import dev.fresnel.api.stream.LogsWanted;
import dev.fresnel.api.stream.Program;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.Query;
import dev.fresnel.api.view.Rows;
import dev.fresnel.api.view.View;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Line;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.plugin.PlainJson;
import dev.fresnel.testing.plugin.TestView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private final Cluster cluster = new Cluster();
    private final Logs logs = new Logs();
    private final Merge merge = new Merge();
    private final List<Line> came = new ArrayList<>();
    private Sources sources = open(SELECTION, false);

    @AfterEach
    void close() {
        merge.close();
        sources.close();
    }

    private Sources open(Map<String, Object> target, boolean previous) {
        Wanted wanted = Wanted.of(PlainJson.of(Map.of("of", List.of(target), "follow", true, "previous", previous)), Instant.now());
        return new Sources(wanted, logs, name -> cluster, merge, () -> {});
    }

    private void start(Map<String, Object> target, boolean previous) {
        sources = open(target, previous);
        sources.start();
    }

    private static final Map<String, Object> SELECTION = Map.of("cluster", "test", "namespaces", List.of("a", "b", "c"), "labels", "app=web");

    private static String pod(String namespace, String name, String state) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: %s, name: %s, uid: %s-%s, labels: {app: web}}
                spec: {containers: [{name: app}]}
                status: {containerStatuses: [{name: app, %s}]}
                ---
                """.formatted(namespace, name, namespace, name, state);
    }

    private static final String RUNS = "restartCount: 0, state: {running: {}}";

    private String states() {
        return sources.told().stream().map(one -> one.namespace() + "/" + one.pod() + " " + one.state() + " " + one.detail()).collect(Collectors.joining(", "));
    }

    private String notes() {
        came.addAll(merge.take(5));
        return came.stream().filter(line -> line.level() == Level.NOTE).map(Line::string).collect(Collectors.joining(" "));
    }

    /** Who may not see one namespace sees the others, is told of it, and does not look at a page that loads for ever. */
    @Test
    void whatMayNotBeSeenLeavesTheRest() {
        cluster.objects(pod("a", "one", RUNS) + pod("b", "two", RUNS) + pod("c", "three", RUNS));
        cluster.answers.put("b", new Answer.Forbidden<>("list", "pods", "b"));
        start(SELECTION, false);
        Await.until("the others stream", () -> states().equals("a/one streaming , c/three streaming "));
        assertThat(sources.troubles()).containsExactly("You may not list pods in b.");
        assertThat(sources.looked()).isTrue();
        cluster.objects(pod("c", "three", RUNS));
        logs.end("one");
        Await.until("one is gone, whatever may not be seen", () -> states().equals("a/one ended , c/three streaming "));
    }

    @Test
    void aClusterThatDoesNotAnswerIsWaitedForBesideTheRest() {
        cluster.objects(pod("a", "one", RUNS) + pod("b", "two", RUNS));
        cluster.answers.put("b", new Answer.Unreachable<>(Instant.now(), "no route"));
        cluster.answers.put("c", new Answer.Loading<>());
        start(SELECTION, false);
        Await.until("one streams", () -> states().equals("a/one streaming "));
        assertThat(sources.looked()).isFalse();
        cluster.answers.remove("c");
        Await.until("all has answered", sources::looked);
        assertThat(sources.troubles()).containsExactly("test: no route");
        cluster.answers.remove("b");
        Await.until("the other one joins", () -> states().equals("a/one streaming , b/two streaming "));
        assertThat(sources.troubles()).isEmpty();
    }

    @Test
    void anEndIsTold() {
        cluster.objects(pod("a", "one", "restartCount: 1, state: {running: {}}"));
        start(SELECTION, false);
        Await.until("it streams", () -> states().equals("a/one streaming "));
        logs.end("one");
        cluster.objects(pod("a", "one", "restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: \"2026-01-31T12:00:07Z\"}}"));
        Await.until("its end is told", () -> notes().equals("{\"note\":\"end\",\"exit\":137,\"why\":\"OOMKilled\"}"));
        assertThat(states()).isEqualTo("a/one ended CrashLoopBackOff");
        assertThat(Instant.ofEpochSecond(0, came.getLast().at())).isEqualTo("2026-01-31T12:00:07Z");
        logs.open("one");
        cluster.objects(pod("a", "one", "restartCount: 2, state: {running: {}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: \"2026-01-31T12:00:07Z\"}}"));
        Await.until("and that it began again", () -> notes().endsWith("{\"note\":\"again\",\"exit\":137,\"restarts\":2}"));
        Await.until("it streams", () -> states().equals("a/one streaming "));
    }

    @Test
    void aContainerThatHasNotBegunSaysWhy() {
        cluster.objects(pod("a", "one", "restartCount: 0, state: {waiting: {reason: ImagePullBackOff}}"));
        start(SELECTION, false);
        Await.until("it waits", () -> states().equals("a/one waiting ImagePullBackOff"));
        assertThat(sources.settled()).isFalse();
    }

    @Test
    void whereNothingRanBeforeThereIsNoPreviousLog() {
        cluster.objects(pod("a", "one", RUNS));
        logs.problem = new Problem(Problem.Kind.INVALID, "X", "previous terminated container \"app\" in pod \"one\" not found");
        start(SELECTION, true);
        Await.until("that is all", sources::settled);
        assertThat(states()).isEqualTo("a/one ended ");
    }

    @Test
    void whoFollowsNoPodsYetWaitsForThem() {
        start(SELECTION, false);
        Await.until("it has looked", sources::looked);
        assertThat(sources.settled()).isFalse();
        cluster.objects(pod("a", "one", RUNS));
        Await.until("it joins", () -> states().equals("a/one streaming "));
    }

    /** Those that are too many at once are read when others have ended. */
    @Test
    void whoHasEndedMakesRoom() {
        var pods = new StringBuilder();
        for (int i = 0; i < Sources.MOST + 20; i++) {
            pods.append(pod("a", "pod-%03d".formatted(i), "restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}"));
        }
        cluster.objects(pods.toString());
        start(SELECTION, false);
        Await.until("as many as there is room for", () -> sources.told().size() == Sources.MOST && sources.beyond() == 20);
        for (int i = 0; i < Sources.MOST + 20; i++) {
            logs.end("pod-%03d".formatted(i));
        }
        Await.until("the others follow", () -> sources.told().size() == Sources.MOST + 20 && sources.beyond() == 0);
    }

    /** A pod says what it has to say although what selected it is deleted already. */
    @Test
    void podsOutliveWhatSelectedThem() {
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: a, name: web}
                spec: {selector: {matchLabels: {app: web}}}
                ---
                """;
        cluster.objects(deployment + pod("a", "one", RUNS));
        start(Map.of("cluster", "test", "resource", "deployments.apps", "namespace", "a", "name", "web"), false);
        Await.until("it streams", () -> states().equals("a/one streaming "));
        cluster.objects(pod("a", "one", RUNS) + pod("a", "two", RUNS));
        Await.until("it is told that it is gone", () -> sources.troubles().equals(List.of("Deployment web is not there.")));
        Await.until("its pods are found all the same", () -> states().equals("a/one streaming , a/two streaming "));
        cluster.objects("");
        logs.end("one");
        logs.end("two");
        Await.until("nothing is tried for ever", sources::settled);
    }

    /** Answers by namespace, and objects that change. */
    private static final class Cluster implements View {
        final Map<String, Answer<List<KubeObject>>> answers = new ConcurrentHashMap<>();
        private volatile TestView now = TestView.of("");

        void objects(String yaml) {
            now = TestView.of(yaml);
        }

        @Override
        public String cluster() {
            return "test";
        }

        @Override
        public Answer<Optional<Kind>> kind(String resource) {
            return new Answer.Known<>(Optional.of(new Kind("apps", "v1", "deployments", "Deployment", true)), Instant.now());
        }

        @Override
        public Answer<Optional<Kind>> kind(String apiVersion, String kind) {
            return now.kind(apiVersion, kind);
        }

        @Override
        public Answer<Long> count(Kind kind) {
            return now.count(kind);
        }

        @Override
        public Answer<List<KubeObject>> list(Kind kind, Selector selector) {
            Answer<List<KubeObject>> other = answers.get(selector.namespace());
            return other != null ? other : now.list(kind, selector);
        }

        @Override
        public Answer<Rows> rows(Query query) {
            return now.rows(query);
        }

        @Override
        public Answer<Optional<KubeObject>> get(ObjectRef ref) {
            return now.get(ref);
        }

        @Override
        public Answer<Boolean> may(String verb, String resource, String namespace) {
            return now.may(verb, resource, namespace);
        }
    }

    /** One line, then nothing until somebody ends it. */
    private static final class Logs implements Streams {
        volatile @Nullable Problem problem;
        private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();

        private CountDownLatch latch(String pod) {
            return ends.computeIfAbsent(pod, name -> new CountDownLatch(1));
        }

        void end(String pod) {
            latch(pod).countDown();
        }

        void open(String pod) {
            ends.remove(pod);
        }

        @Override
        public InputStream logs(View view, LogsWanted wanted) {
            Problem no = problem;
            if (no != null) {
                throw no;
            }
            byte[] text = "2026-01-31T12:00:00Z hello\n".getBytes(StandardCharsets.UTF_8);
            var over = latch(wanted.pod().name());
            return new InputStream() {
                private int at;

                @Override
                public int read() throws IOException {
                    if (at < text.length) {
                        return text[at++];
                    }
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return -1;
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int one = read();
                    if (one >= 0) {
                        into[from] = (byte) one;
                    }
                    return one < 0 ? -1 : 1;
                }

                @Override
                public void close() {
                    over.countDown();
                }
            };
        }

        @Override
        public Program run(View view, RunWanted wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Session hold(View view, SessionWanted wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Session> held(View view, String id, long received) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection connect(View view, ObjectRef pod, int port) {
            throw new UnsupportedOperationException();
        }
    }
}
