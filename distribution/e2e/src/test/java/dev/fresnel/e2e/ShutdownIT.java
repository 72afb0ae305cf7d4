package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Check 33: it is told to stop while many use it. */
class ShutdownIT {
    private static final int USERS = Boolean.getBoolean("fresnel.soak") ? 200 : 40;
    private static final Duration LIMIT = Duration.ofSeconds(25);

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsDoneAndEveryClientHearsThatItEnds() throws Exception {
        var acknowledged = ConcurrentHashMap.<String>newKeySet();
        var stopping = new AtomicBoolean();
        try (var api = new FakeApi(); var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var product = Product.start("--kubeconfig", api.kubeconfig(folder.resolve("kubeconfig")).toString());
            var http = new TestHttp(product.http().uri("")); // its own: the product's ends before the product does
            var sockets = new ArrayList<LiveClient>();
            for (int user = 0; user < USERS; user++) {
                var socket = LiveClient.connect(http.client(), http.uri("/api/v1/live"));
                socket.open("clusters", "{}").next("data");
                sockets.add(socket);
            }
            var numbers = new AtomicInteger();
            for (int writer = 0; writer < 8; writer++) {
                writers.submit(() -> write(http, numbers, acknowledged, stopping));
            }
            Await.until("writes flow", () -> acknowledged.size() > 50);
            long begin = System.nanoTime();
            product.close(); // SIGTERM; it must end by itself without an ERROR
            stopping.set(true);
            if (System.getenv("FRESNEL_BUDGETS") != null) {
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
            }
            Await.until("every client has heard that it ends", Duration.ofSeconds(60), () -> {
                assertThat(sockets.stream().map(socket -> socket.closed().orElse(0))).containsOnly(1001);
                return true;
            });
            assertThat(api.calls.stream().filter(call -> call.startsWith("POST /api/v1/namespaces/x/configmaps/")).map(call -> call.replaceAll(".*configmaps/(\\d+) .*", "$1")).toList())
                    .as("no acknowledged write is lost")
                    .containsAll(acknowledged);
            http.close();
        }
    }

    private static void write(TestHttp http, AtomicInteger numbers, Set<String> acknowledged, AtomicBoolean stopping) {
        while (!stopping.get()) {
            var number = String.valueOf(numbers.incrementAndGet());
            try {
                if (http.send("POST", "/k8s/fake/api/v1/namespaces/x/configmaps/" + number, "{}").statusCode() == 200) {
                    acknowledged.add(number);
                }
            } catch (UncheckedIOException | IllegalStateException gone) {
                return; // as it must be, once it stops
            }
        }
    }
}
