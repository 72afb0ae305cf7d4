package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.Digests;
import dev.fresnel.testing.Layout;
import dev.fresnel.testing.LogWatcher;
import dev.fresnel.testing.TestKernel;
import dev.fresnel.testing.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A plugin is replaced under load: quickly, and nobody else notices. */
@ExtendWith(LogWatcher.class)
class SwapIT {
    private static final int SWAPS = 50;
    /** Held where somebody asks for it on a quiet machine; a hang is noticed everywhere. */
    private static final Duration P95 = Duration.ofMillis(500);

    private final Layout layout = Layout.desktop();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();
    private TestKernel kernel;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        kernel = TestKernel.of(layout).plugins("demo-cluster", "resources").start();
        Await.until("the demo cluster is up", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
    }

    @AfterEach
    void stop() throws InterruptedException {
        over.set(true);
        for (var client : clients) {
            client.join();
        }
        kernel.close();
    }

    private void ask(String path) {
        clients.add(Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                var answer = kernel.http().get(path);
                answered.incrementAndGet();
                if (answer.statusCode() != 200) {
                    failures.add(path + ": " + answer.statusCode() + " " + answer.body());
                }
            }
        }));
    }

    @Test
    void isQuickAndFailsNoRequest() throws InterruptedException {
        ask("/api/v1/plugins");
        ask("/k8s/demo/api/v1/namespaces");
        ask("/");
        var took = new ArrayList<Duration>();
        for (int i = 0; i < SWAPS; i++) {
            var build = Variant.of(layout.plugin("resources"), folder, i);
            var digest = Digests.sha256(build);
            var dropped = System.nanoTime();
            kernel.drop(build, "resources.jar");
            Await.until("build " + i + " serves", () -> kernel.serving("resources").filter(digest::equals).isPresent());
            took.add(Duration.ofNanos(System.nanoTime() - dropped));
        }
        over.set(true);
        for (var client : clients) {
            client.join();
        }
        Collections.sort(took);
        System.out.printf("swap of resources under load: median %d ms, p95 %d ms, worst %d ms; %d requests%n", took.get(SWAPS / 2).toMillis(), took.get(SWAPS * 95 / 100).toMillis(), took.getLast().toMillis(), answered.get());
        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(SWAPS);
        if (System.getenv("FRESNEL_BUDGETS") != null) {
            assertThat(took.get(SWAPS * 95 / 100)).isLessThanOrEqualTo(P95);
        }
    }

    @Test
    void aRemovedPluginsRouteGoes() {
        kernel.remove("demo-cluster");
        assertThat(kernel.http().get("/api/v1/plugins/demo-cluster/k8s/version").statusCode()).isEqualTo(404);
        Await.until("the cluster has left", () -> kernel.http().json("/api/v1/clusters").path("clusters").isEmpty());
        assertThat(kernel.http().get("/k8s/demo/version").statusCode()).isEqualTo(404);
        kernel.install(layout.plugin("demo-cluster"));
        Await.until("the cluster is back", () -> kernel.http().get("/k8s/demo/version").statusCode() == 200);
    }
}
