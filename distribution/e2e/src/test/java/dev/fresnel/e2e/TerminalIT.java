package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Digests;
import dev.fresnel.testing.FakeKubelet;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.Variant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminals and files through the whole platform, with real programs behind a kubelet of the test's own. */
class TerminalIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final String PROGRAM = "{\"mode\":\"exec\",\"cluster\":\"fake\",\"namespace\":\"shop\",\"pod\":\"web\",\"container\":\"app\",\"tty\":false,\"command\":[%s],\"seen\":%d}";

    private final Layout layout = Layout.desktop();
    private FakeKubelet kubelet;
    private TestKernel kernel;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        kubelet = new FakeKubelet();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubelet.kubeconfig());
        kernel = TestKernel.of(layout).with("fresnel.kubeconfig", kubeconfig.toString()).plugins("terminal").start();
        Await.until("the cluster is known", () -> kernel.http().json("/api/v1/clusters").path("clusters").size() == 1);
    }

    @AfterEach
    void stop() throws IOException {
        kernel.close();
        kubelet.close();
    }

    private static String program(String... command) {
        return PROGRAM.formatted("\"" + String.join("\",\"", command) + "\"", 0);
    }

    private TerminalPage page() {
        return new TerminalPage(kernel.http().client(), kernel.http().uri("/api/v1/live"));
    }

    @Test
    void aShellOutlivesItsPagesConnectionAndNothingIsLostMeanwhile() throws Exception {
        Duration cut = SOAK ? Duration.ofSeconds(20) : Duration.ofSeconds(2);
        int lines = SOAK ? 2_000 : 300;
        TerminalPage first = page();
        first.open(1, program("sh"), "");
        String session = first.opened().path("session").asText();
        first.type(1, "kept=42; i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); echo line-$i; sleep 0.01; done; echo $kept-end\n");
        Await.until("some lines", () -> first.text().contains("line-20\n"));
        byte[] before = first.bytes();
        first.cut();
        LockSupport.parkNanos(cut.toNanos()); // the network is away
        try (TerminalPage second = page()) {
            second.open(1, program("sh"), session + ":" + before.length);
            JsonNode opened = second.opened();
            assertThat(opened.path("session").asText()).isEqualTo(session);
            assertThat(opened.path("resumed").asBoolean()).isTrue();
            assertThat(opened.path("out").asInt()).isEqualTo(before.length);
            Await.until("all of it", () -> second.text().endsWith("42-end\n"));
            String all = new String(before, StandardCharsets.UTF_8) + second.text();
            var expected = new StringBuilder();
            for (int i = 1; i <= lines; i++) {
                expected.append("line-").append(i).append('\n');
            }
            assertThat(all).isEqualTo(expected.append("42-end\n").toString());
        }
    }

    @Test
    void aShellOutlivesAnUpdateOfThePluginAndARemovedPluginLeavesNothing() {
        try (TerminalPage page = page()) {
            page.open(1, program("sh"), "");
            String session = page.opened().path("session").asText();
            page.type(1, "kept=before\n");
            page.type(1, "echo $kept\n");
            Await.until("it answers", () -> page.text().endsWith("before\n"));
            Path build = Variant.of(layout.plugin("terminal"), folder, 1);
            String digest = Digests.sha256(build);
            kernel.drop(build, "terminal.jar");
            Await.until("the new build serves", () -> kernel.serving("terminal").filter(digest::equals).isPresent());
            JsonNode again = page.openedAgain();
            assertThat(again.path("session").asText()).isEqualTo(session);
            assertThat(again.path("resumed").asBoolean()).isTrue();
            page.type(1, "echo $kept-and-after\n");
            Await.until("the same shell answers the new build", () -> page.text().endsWith("before\nbefore-and-after\n"));
            assertThat(kubelet.programs()).hasSize(1);
            kernel.remove("terminal");
            Await.until("the page is told", () -> page.heard("closed"));
            if (SOAK) {
                Await.until("nobody came back to it", Duration.ofSeconds(60), () -> !kubelet.programs().getFirst().isAlive() && kubelet.sockets() == 0);
            }
            kernel.install(layout.plugin("terminal"));
            page.open(2, program("sh"), session + ":0");
            if (SOAK) {
                Await.until("it says that it is gone", () -> page.heard("gone"));
            } else {
                assertThat(page.openedAgain().path("session").asText()).isEqualTo(session);
            }
        }
    }

    @Test
    void exitCodesTheEndAndAnEndedConnectionAreTold() {
        try (TerminalPage page = page()) {
            page.open(1, program("sh", "-c", "printf hello; exit 3"), "");
            JsonNode exit = page.data("exit");
            assertThat(exit.path("code").asInt()).isEqualTo(3);
            assertThat(exit.path("reason").asText()).isEqualTo("done");
            assertThat(page.text()).isEqualTo("hello");
        }
        Await.until("no socket is left", () -> kubelet.sockets() == 0);
    }

    @Test
    void whatRunsAlreadyIsAttachedTo() {
        try (TerminalPage page = page()) {
            page.open(1, "{\"mode\":\"attach\",\"cluster\":\"fake\",\"namespace\":\"shop\",\"pod\":\"web\",\"container\":\"app\",\"tty\":false,\"seen\":0}", "");
            page.opened();
            page.type(1, "hello\n");
            Await.until("it answers", () -> page.text().equals("hello\n"));
            assertThat(kubelet.asked()).anySatisfy(line -> assertThat(line).startsWith("GET /api/v1/namespaces/shop/pods/web/attach?").doesNotContain("command="));
            kubelet.programs().forEach(Process::destroy);
            assertThat(page.data("exit").path("code").asInt()).as("its end is told").isEqualTo(143);
        }
        Await.until("no socket is left", () -> kubelet.sockets() == 0);
    }

    @Test
    void tenMegabytesComeWholeThroughTheLiveProtocol() {
        try (TerminalPage page = page()) {
            page.open(1, program("sh", "-c", "head -c 10485760 /dev/zero | tr '\\\\0' 'x'; echo the-end"), "");
            Await.until("ten megabytes", Duration.ofSeconds(180), () -> {
                page.update(1, PROGRAM.formatted("", page.size()));
                return page.size() == 10_485_760 + 8;
            });
            byte[] all = page.bytes();
            assertThat(new String(all, 10_485_760, 8, StandardCharsets.UTF_8)).isEqualTo("the-end\n");
        }
    }

    /** Nothing of a paste is lost or comes twice, though the program takes it slower than the page could send it. */
    @Test
    void aLongPasteArrivesWhole() throws Exception {
        byte[] pasted = new byte[SOAK ? 10 << 20 : 1 << 20];
        new Random(7).nextBytes(pasted);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(pasted));
        try (TerminalPage page = page()) {
            page.open(1, program("sh", "-c", "head -c " + pasted.length + " | md5sum"), "");
            page.opened();
            int[] sent = {0};
            Await.until("it is taken", Duration.ofSeconds(180), () -> {
                while (sent[0] < pasted.length && sent[0] - Math.max(0, page.taken()) < 256 << 10) {
                    int length = Math.min(32 << 10, pasted.length - sent[0]);
                    page.bytes(1, Arrays.copyOfRange(pasted, sent[0], sent[0] + length));
                    sent[0] += length;
                }
                return sent[0] == pasted.length && page.text().endsWith("-\n");
            });
            assertThat(page.text()).startsWith(digest);
        }
    }

    @Test
    void filesGoInAndComeOutAndWhatIsNoFileDoesNot() throws Exception {
        Path inside = Files.createDirectory(folder.resolve("container"));
        byte[] content = "ファイル\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        try (TerminalPage page = page()) {
            page.openUpload(1, inside.toString(), "notes ファイル.txt", content.length);
            int[] sent = {0};
            Await.until("it is taken", Duration.ofSeconds(180), () -> {
                while (page.taken() >= 0 && sent[0] < content.length && sent[0] - page.taken() < 512 << 10) {
                    int length = Math.min(64 << 10, content.length - sent[0]);
                    page.bytes(1, Arrays.copyOfRange(content, sent[0], sent[0] + length));
                    sent[0] += length;
                }
                return page.heard("\"done\"");
            });
            page.openUpload(2, inside.toString(), "../evil", 1);
            Await.until("a path is no name", () -> page.heard("TERMINAL_PATH_INVALID"));
        }
        assertThat(Files.readAllBytes(inside.resolve("notes ファイル.txt"))).isEqualTo(content);
        Files.createSymbolicLink(inside.resolve("link"), Path.of("/etc/passwd"));
        HttpResponse<byte[]> file = download(inside + "/notes ファイル.txt");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isEqualTo(content);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment;");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(file.headers().firstValueAsLong("Content-Length")).as("a browser shows how much is to come").hasValue(content.length);
        HttpResponse<byte[]> whole = download(inside.toString());
        Path archive = Files.write(folder.resolve("got.tar"), whole.body());
        Process list = new ProcessBuilder("tar", "tf", archive.toString()).start();
        assertThat(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("container/.fresnel-left-out.txt").doesNotContain("container/link\n");
        assertThat(download(inside + "/nothing").statusCode()).isEqualTo(404);
        assertThat(download(inside + "/link").statusCode()).isEqualTo(400);
        Await.until("no socket is left", () -> kubelet.sockets() == 0);
    }

    private HttpResponse<byte[]> download(String path) throws Exception {
        String query = "cluster=fake&namespace=shop&pod=web&container=app&path=" + java.net.URLEncoder.encode(path, StandardCharsets.UTF_8);
        URI address = kernel.http().uri("/api/v1/plugins/terminal/download?" + query);
        return kernel.http().client().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void anEchoTakesLittleLongerThanTheDirectWayWithFiftySessions() throws Exception {
        int sessions = 50;
        int rounds = SOAK ? 400 : 30;
        double direct = echoes(sessions, rounds, true);
        double through = echoes(sessions, rounds, false);
        System.out.printf("echo round trip with %d sessions, p99: direct %.1f ms, through the product %.1f ms%n", sessions, direct, through);
        if (System.getenv("FRESNEL_BUDGETS") != null) {
            assertThat(through - direct).isLessThanOrEqualTo(30);
        }
    }

    /** p99 in milliseconds. */
    private double echoes(int sessions, int rounds, boolean direct) throws Exception {
        var took = new ConcurrentLinkedQueue<Long>();
        var pages = new ArrayList<TerminalPage>();
        var threads = new ArrayList<Thread>();
        try {
            for (int i = 0; i < sessions; i++) {
                TerminalPage page = direct ? new TerminalPage(kernel.http().client(), kubelet.port()) : page();
                pages.add(page);
                if (!direct) {
                    page.open(1, program("cat"), "");
                    page.opened();
                }
            }
            for (TerminalPage page : pages) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        long before = System.nanoTime();
                        page.echo(direct);
                        took.add(System.nanoTime() - before);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // people do not type faster
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            pages.forEach(TerminalPage::close);
        }
        assertThat(took).hasSize(sessions * rounds);
        List<Long> sorted = took.stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100) / 1e6;
    }
}
