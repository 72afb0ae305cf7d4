package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.Wish;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testing.Await;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs on a real API server: 50 pods, a million lines with {@code -Psoak}, and what happens to pods and API servers meanwhile. */
class LogsIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final boolean BUDGETS = "1".equals(System.getenv("FRESNEL_BUDGETS"));
    private static final int PODS = 40;
    private static final int EACH = SOAK ? 25_000 : 500;
    private static final Instant BASE = Instant.now().minusSeconds(3600);
    /** pods of the other tests */
    private static final int FAST = 40;
    private static final int DYING = 41;
    private static final int PARTS = 42;
    private static final int STAYS = 43;
    private static final int JOINS = 44;

    @TempDir
    static Path folder;

    private static Testbed testbed;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Testbed.missing().isEmpty(), () -> "no real API server: " + Testbed.missing().orElse(""));
        testbed = Testbed.at(folder.resolve("testbed"));
        testbed.up(Wish.usual().from(26_100));
        Kubectl admin = testbed.kubectl(User.ADMIN);
        admin.out("wait", "--for=create", "serviceaccount/default", "--timeout=120s");
        admin.apply(IntStream.range(0, PARTS + 1).mapToObj(n -> pod(n, n < PODS ? "many" : "one")).collect(Collectors.joining()) + pod(STAYS, "comes"));
        contexts = new Contexts(new Bed());
        product = Product.start("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        admin.out("wait", "--for=condition=Ready", "pod", "--all", "--timeout=120s");
    }

    @AfterAll
    static void stop() {
        try {
            if (product != null) {
                product.close();
            }
        } finally {
            contexts.close();
            testbed.down(true);
        }
    }

    private record Bed() implements TestCluster {
        @Override
        public Kind kind() {
            return Kind.TESTBED;
        }

        @Override
        public String name() {
            return "testbed";
        }

        @Override
        public Kubectl kubectl(User user) {
            return testbed.kubectl(user);
        }

        @Override
        public void close() {}
    }

    private static String pod(int n, String app) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: log-%d, namespace: default, labels: {app: %s}}
                spec: {containers: [{name: app, image: app}], terminationGracePeriodSeconds: 0}
                ---
                """.formatted(n, app);
    }

    private static String pod(User user, int n, String more) {
        return "{\"of\":[{\"cluster\":\"%s\",\"resource\":\"pods\",\"namespace\":\"default\",\"name\":\"log-%d\"}],\"window\":{\"end\":true,\"count\":100}%s}"
                .formatted(user.word(), n, more);
    }

    private static String labelled(String app) {
        return "{\"of\":[{\"cluster\":\"admin\",\"namespaces\":[\"default\"],\"labels\":\"app=%s\"}],\"follow\":true,\"window\":{\"end\":true,\"count\":100}}".formatted(app);
    }

    private static BufferedWriter file(int n, boolean previous) throws IOException {
        return Files.newBufferedWriter(testbed.podLog(n, previous), StandardOpenOption.APPEND);
    }

    private static String line(Instant at, String text) {
        return at + " stdout F " + text + "\n";
    }

    /** Numbers that stand behind {@code #} come as 0, 1, 2…: nothing is lost, doubled or out of place. */
    private static void counted(LogPage page, long count) {
        long[] next = {0};
        page.lines(line -> {
            int at = line.indexOf('#') + 1;
            long number = Long.parseLong(line, at, line.indexOf(' ', at), 10);
            if (number != next[0]++) {
                throw new AssertionError("after line " + (next[0] - 2) + " comes " + line);
            }
        });
        assertThat(next[0]).isEqualTo(count);
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** Milliseconds until the page is told. */
    private static long timed(LogPage page, String ask, Predicate<JsonNode> holds) {
        page.told();
        long begin = System.nanoTime();
        page.ask(ask);
        page.until(ask, holds);
        return (System.nanoTime() - begin) / 1_000_000;
    }

    @Test
    void manyPodsAreMergedInOrderSearchedAndShownAnywhere() throws IOException {
        long all = (long) PODS * EACH;
        for (int n = 0; n < PODS; n++) {
            try (BufferedWriter out = file(n, false)) {
                for (int i = 0; i < EACH; i++) {
                    long g = (long) i * PODS + n;
                    String level = g % 97 == 0 ? "error" : "info";
                    out.write(line(BASE.plusMillis(g), "level=" + level + " msg=\"request done\" path=/v1/cart status=" + 200 + g % 7 + " #" + g + " ms=" + g % 900 + (g == all - 5 ? " theNeedle" : "")));
                }
            }
        }
        try (LogPage page = new LogPage(product.http(), labelled("many"))) {
            long begin = System.nanoTime();
            page.untilTotal(all);
            System.out.printf("LOGS %d lines of %d pods merged in %d ms (load %s)%n", all, PODS, (System.nanoTime() - begin) / 1_000_000, load());
            counted(page, all);
            figures(page, all);
        }
    }

    private static void figures(LogPage page, long all) throws IOException {
        var slow = new ArrayList<Long>();
        for (int round = 0; round < 3; round++) {
            long rare = timed(page, search("theneedle", false), now -> now.at("/search/matches").asLong() == 1 && done(now));
            long none = timed(page, search("(GET|POST) /v[0-9]+/nowhere", true), now -> now.at("/search/matches").asLong() == 0 && done(now));
            long each = timed(page, search("request done", false), now -> now.at("/search/matches").asLong() == all && done(now));
            long from = all / 2 + round;
            long middle = timed(page, "{\"window\":{\"from\":%d,\"count\":200}}".formatted(from), now -> now.at("/window/from").asLong() == from);
            int seek = 1 + 2 * round;
            page.ask("{\"window\":{\"end\":true,\"count\":200}}");
            long first = timed(page, led("request done", seek, all / 2), now -> led(now, seek, all / 2 - 1));
            page.until("the match's number is told when all are counted", now -> done(now) && now.at("/sought/ordinal").asLong() == all / 2 - 1);
            long far = timed(page, led("theneedle", seek + 1, all / 2), now -> led(now, seek + 1, all - 5));
            long errors = timed(page, "{\"filter\":{\"levels\":[\"error\"]}}", now -> now.path("end").asLong() == (all + 96) / 97 && now.path("progress").asDouble() == 1);
            timed(page, "{\"filter\":{}}", now -> now.path("end").asLong() == all);
            slow.addAll(List.of(rare, none, each, middle, first, far));
            System.out.printf("LOGS of %d lines: rare word %d ms, expression %d ms, word of each line %d ms, to the match before %d ms, to a far one %d ms, window %d ms, level %d ms (load %s)%n", all, rare, none, each, first, far, middle, errors, load());
        }
        if (BUDGETS) {
            assertThat(slow.subList(6, slow.size())).as("milliseconds, warm").allSatisfy(millis -> assertThat(millis).isLessThanOrEqualTo(300));
        }
    }

    private static String led(String text, int id, long from) {
        return "{\"search\":{\"text\":\"%s\"},\"seek\":{\"id\":%d,\"from\":%d,\"back\":true}}".formatted(text, id, from);
    }

    private static boolean led(JsonNode now, int id, long row) {
        return now.at("/sought/id").asInt() == id && now.at("/sought/row").asLong() == row;
    }

    private static boolean done(JsonNode now) {
        return now.at("/search/progress").asDouble() == 1;
    }

    private static String search(String text, boolean regex) {
        return "{\"search\":{\"text\":\"%s\",\"regex\":%b}}".formatted(text, regex);
    }

    @Test
    void aLogThatGrowsFastIsFollowedWhole() throws IOException {
        int seconds = SOAK ? 60 : 2;
        String filler = "x".repeat(60);
        try (LogPage page = new LogPage(product.http(), pod(User.ADMIN, FAST, ",\"follow\":true"))) {
            page.until("it streams", now -> page.state("log-" + FAST).startsWith("streaming"));
            long g = 0;
            long begin = System.nanoTime();
            try (BufferedWriter out = file(FAST, false)) {
                for (int slice = 0; slice < seconds * 20; slice++) {
                    for (int bytes = 0; bytes < 5 * (1 << 20) / 20; g++) {
                        String text = line(Instant.now(), "#" + g + " " + filler);
                        out.write(text);
                        bytes += text.length();
                    }
                    out.flush();
                    LockSupport.parkNanos(begin + (slice + 1) * 50_000_000L - System.nanoTime());
                }
            }
            long written = System.nanoTime();
            page.untilTotal(g);
            System.out.printf("LOGS %d lines at 5 MB/s for %d s, there %d ms after the last (load %s)%n", g, (written - begin) / 1_000_000_000, (System.nanoTime() - written) / 1_000_000, load());
            counted(page, g);
        }
    }

    @Test
    void anApiServerThatDiesLosesAndDoublesNothing() throws Exception {
        var writing = new Writing();
        Thread writer = Thread.ofPlatform().start(writing);
        try (LogPage page = new LogPage(product.http(), pod(User.ADMIN, DYING, ",\"follow\":true"))) {
            page.until("lines come", now -> now.path("total").asLong() > 100);
            testbed.trouble().killApiServer();
            page.until("it is said that it broke", now -> page.state("log-" + DYING).startsWith("broken"));
            long broken = page.told().path("total").asLong();
            testbed.trouble().startApiServer();
            page.until("it goes on", now -> now.path("total").asLong() > broken + 100);
            writing.over = true;
            writer.join();
            page.untilTotal(writing.count);
            counted(page, writing.count);
        } finally {
            writing.over = true;
        }
    }

    /** Some lines have the same time and the same text but for their number. */
    private static final class Writing implements Runnable {
        volatile boolean over;
        volatile long count;

        @Override
        public void run() {
            try (BufferedWriter out = file(DYING, false)) {
                for (long g = 0; !over; g++) {
                    out.write(line(Instant.ofEpochMilli(System.currentTimeMillis()), "#" + g + " lives"));
                    out.flush();
                    count = g + 1;
                    LockSupport.parkNanos(2_000_000);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void aPartOfALogIsThatPart() throws IOException {
        try (BufferedWriter now = file(PARTS, false); BufferedWriter before = file(PARTS, true)) {
            for (int i = 0; i < 1000; i++) {
                now.write(line(BASE.plusSeconds(i), "now " + i));
            }
            for (int i = 0; i < 20; i++) {
                before.write(line(BASE.minusSeconds(100 - i), "before " + i));
            }
        }
        part(",\"tail\":10", 10, "now 990");
        part(",\"previous\":true", 20, "before 0");
        part(",\"since\":\"%s\",\"until\":\"%s\"".formatted(BASE.plusSeconds(700), BASE.plusSeconds(799)), 100, "now 700");
        part("", 1000, "now 0");
    }

    private static void part(String which, int lines, String first) {
        try (LogPage page = new LogPage(product.http(), pod(User.ADMIN, PARTS, which))) {
            page.until(which + ": it is all", now -> now.path("state").asText().equals("done"));
            page.untilTotal(lines);
            var text = new ArrayList<String>();
            page.lines(text::add);
            assertThat(text).hasSize(lines).startsWith(first);
        }
    }

    @Test
    void podsThatComeJoinAndPodsThatGoStay() throws IOException {
        append(STAYS, "one", "two");
        append(JOINS, "three");
        try (LogPage page = new LogPage(product.http(), labelled("comes"))) {
            page.untilTotal(2);
            testbed.kubectl(User.ADMIN).apply(pod(JOINS, "comes"));
            page.untilTotal(3);
            testbed.kubectl(User.ADMIN).out("delete", "pod", "log-" + STAYS, "--now");
            page.until("its end is told", now -> page.state("log-" + STAYS).startsWith("ended"));
            append(JOINS, "four");
            page.untilTotal(4);
            var text = new ArrayList<String>();
            page.lines(text::add);
            assertThat(text).containsExactlyInAnyOrder("one", "two", "three", "four");
        }
    }

    private static void append(int n, String... texts) throws IOException {
        try (BufferedWriter out = file(n, false)) {
            for (String text : texts) {
                out.write(line(Instant.now(), text));
            }
        }
    }

    @Test
    void whoMaySeeAPodAndNotItsLogsIsToldSo() {
        Kubectl admin = testbed.kubectl(User.ADMIN);
        admin.out("create", "role", "see-pods", "--verb=get,list,watch", "--resource=pods", "-n", "default");
        admin.out("create", "rolebinding", "see-pods", "--role=see-pods", "--user=" + User.NOBODY.word(), "-n", "default");
        Await.until("the API server knows the right", () -> testbed.kubectl(User.NOBODY).run("auth", "can-i", "watch", "pods", "-n", "default").out().strip().equals("yes"));
        try (LogPage page = new LogPage(product.http(), pod(User.NOBODY, PARTS, ",\"follow\":true"))) {
            page.until("it is refused", now -> page.state("log-" + PARTS).startsWith("refused"));
            assertThat(page.state("log-" + PARTS)).contains("pods/log");
        }
        try (LogPage page = new LogPage(product.http(), labelled("many").replace("\"admin\"", "\"nobody\"").replace("[\"default\"]", "[\"kube-system\"]"))) {
            page.until("it is said which pods may not be listed", now -> now.path("troubles").toString().contains("You may not list pods in kube-system"));
        }
    }
}
