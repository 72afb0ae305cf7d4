package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.Digests;
import dev.fresnel.testing.Footprint;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.Variant;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins with page, endpoint, channel and job are installed, replaced and removed, 1,000 times with {@code -Psoak}, under 200
 * requests a second and 20 open pages: no request fails, no page notices, nothing is left.
 */
@ExtendWith(LogWatcher.class)
class SoakIT {
    private static final int CYCLES = Boolean.getBoolean("fresnel.soak") ? 1_000 : 20;
    private static final int PAGES = 20;
    private static final int MOST_THREADS = 100;
    /** One for each answer that waits for a slow machine; they end after a minute without work. */
    private static final Pattern CLIENT = Pattern.compile("HttpClient-#-Worker-#");
    private static final Pattern POOL = Pattern.compile("jetty-#|HttpClient-#-Worker-#|ForkJoinPool-#-worker-#|H#-(save|serialization)");
    private static final int PER_SECOND = 200;
    /** So many answers may be outstanding; a server that is slower than this makes the measured rate fall. */
    private static final int MOST_OPEN = 16;
    /** The client keeps its connections for 30 s, two files each in this process; only the long form waits for that. */
    private static final long MORE_FILES = 16 + (CYCLES > 100 ? 0 : 2 * MOST_OPEN);
    private static final List<String> PATHS = List.of("/api/v1/plugins/steady/said", "/api/v1/plugins", "/k8s/demo/api/v1/namespaces", "/");
    private static final Map<String, String> PAGE = Map.of(
            "contributions.json", "{\"contract\":1,\"pages\":[{\"route\":\"soak\",\"module\":\"./SoakPage\"}]}",
            "META-INF/fresnel-ui/module.json", "{\"css\":[],\"entries\":[\"SoakPage.js\"]}",
            "META-INF/fresnel-ui/SoakPage.js", "export function SoakPage() { return null; }");

    private final Layout layout = Layout.desktop();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Semaphore open = new Semaphore(MOST_OPEN);
    private volatile Duration loaded = Duration.ZERO;
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> callers = new ArrayList<>();
    private final List<OpenPage> pages = new ArrayList<>();
    private final List<Duration> took = new ArrayList<>();
    private final List<Footprint> footprints = new ArrayList<>();
    private TestKernel kernel;
    private Path steady;
    private Path guest;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        steady = PluginJar.of("dev.fresnel.e2e.steady", folder, PAGE);
        guest = PluginJar.of("dev.fresnel.e2e.guest", folder, PAGE);
        kernel = TestKernel.of(layout).plugins("demo-cluster", "resources").start();
        Await.until("the demo cluster is up", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
        kernel.install(steady);
    }

    @AfterEach
    void stop() throws Exception {
        end();
        kernel.close();
    }

    private void end() throws InterruptedException {
        over.set(true);
        for (var caller : callers) {
            caller.join();
        }
        pages.forEach(OpenPage::close);
        pages.clear();
    }

    /** 200 requests a second, however long answers take: each goes out at its own moment, and one that is late is made up for. */
    private void load() {
        callers.add(Thread.ofPlatform().daemon().name("load").start(() -> {
            long begin = System.nanoTime();
            for (long sent = 0; !over.get(); sent++) {
                LockSupport.parkNanos(begin + sent * (1_000_000_000L / PER_SECOND) - System.nanoTime());
                String path = PATHS.get((int) (sent % PATHS.size()));
                open.acquireUninterruptibly();
                Thread.startVirtualThread(() -> ask(path));
            }
            open.acquireUninterruptibly(MOST_OPEN);
            loaded = Duration.ofNanos(System.nanoTime() - begin);
        }));
        for (int i = 0; i < PAGES; i++) {
            pages.add(new OpenPage(kernel.http().client(), kernel.http().uri("/api/v1/live"), failures,
                    "\"plugins\"", "\"clusters\"", "\"steady/ticks\"", "\"rows\",\"params\":{\"clusters\":[\"demo\"],\"resource\":\"pods\",\"window\":{\"offset\":0,\"limit\":20}}"));
        }
    }

    private void ask(String path) {
        try {
            var answer = kernel.http().get(path);
            answered.incrementAndGet();
            if (answer.statusCode() != 200) {
                failures.add(path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(path + ": " + e);
        } finally {
            open.release();
        }
    }

    private void serve(String id, Path build) {
        var digest = Digests.sha256(build);
        var dropped = System.nanoTime();
        kernel.drop(build, id + ".jar");
        Await.until(id + " serves", () -> kernel.serving(id).filter(digest::equals).isPresent());
        took.add(Duration.ofNanos(System.nanoTime() - dropped));
        footprints.add(kernel.footprint(id));
    }

    private void cycle(int number) throws Exception {
        var next = Variant.of(steady, folder, number);
        serve("steady", next);
        serve("guest", guest);
        assertThat(kernel.http().get("/api/v1/plugins/guest/said").statusCode()).isEqualTo(200);
        var other = Variant.of(guest, folder, number);
        serve("guest", other);
        assertThat(kernel.http().json("/api/v1/plugins/guest/said").path("word").asText()).isEqualTo("guest");
        kernel.remove("guest");
        Files.delete(next);
        Files.delete(other);
        footprints.removeIf(Footprint::isGone);
        assertThat(failures).isEmpty();
    }

    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    /** Platform threads by their name without numbers: pools grow up to their size, anything else must not. */
    private static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream().collect(Collectors.groupingBy(thread -> thread.getName().replaceAll("[0-9a-f]{6,}|\\d+", "#"), TreeMap::new, Collectors.counting()));
    }

    /** The pools of the server, of its database and of this test's client fill up to their size while they are used; nothing else may grow. */
    private static boolean noMoreThan(Map<String, Long> before) {
        var more = threads();
        more.keySet().removeIf(name -> POOL.matcher(name).matches());
        more.entrySet().removeIf(now -> now.getValue() <= before.getOrDefault(now.getKey(), 0L));
        if (!more.isEmpty()) {
            throw new AssertionError("more threads than before: " + more);
        }
        var all = threads();
        all.keySet().removeIf(name -> CLIENT.matcher(name).matches());
        if (all.values().stream().mapToLong(Long::longValue).sum() > MOST_THREADS) {
            throw new AssertionError("more than " + MOST_THREADS + " threads: " + all);
        }
        return true;
    }

    @Test
    void nothingFailsAndNothingIsLeft() throws Exception {
        cycle(0);
        long files = files();
        load();
        for (int i = 1; i < 5; i++) {
            cycle(i);
        }
        var threads = threads();
        for (int i = 5; i < CYCLES + 5; i++) {
            cycle(i);
        }
        assertThat(pages).allSatisfy(page -> assertThat(page.frames()).isPositive());
        Await.until("no more threads than before", () -> noMoreThan(threads));
        end();
        Await.until("no more files than before: " + files, () -> files() <= files + MORE_FILES);
        kernel.remove("steady");
        footprints.forEach(Footprint::assertGone);
        assertThat(failures).isEmpty();
        assertThat(kernel.http().json("/api/v1/plugins").toString()).doesNotContain("\"restartNeeded\":true");
        Collections.sort(took);
        System.out.printf("%d cycles: drop to serving median %d ms, p95 %d ms, worst %d ms; %d requests (%.1f/s), 0 failed; threads %d, files %d%n",
                CYCLES, took.get(took.size() / 2).toMillis(), took.get(took.size() * 95 / 100).toMillis(), took.getLast().toMillis(), answered.get(), perSecond(), threads.values().stream().mapToLong(Long::longValue).sum(), files);
        if (System.getenv("FRESNEL_BUDGETS") != null) {
            assertThat(took.get(took.size() * 95 / 100)).isLessThanOrEqualTo(Duration.ofMillis(500));
            assertThat(perSecond()).as("requests a second").isGreaterThan(PER_SECOND - 2);
        }
    }

    private double perSecond() {
        return answered.get() * 1e9 / loaded.toNanos();
    }
}
