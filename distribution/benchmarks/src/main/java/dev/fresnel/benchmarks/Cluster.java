package dev.fresnel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/** The cluster under test, reached by {@code kubectl proxy}: changes are made here, and seen here by whoever watches directly. */
final class Cluster implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\",(?:\"generateName\":\"[^\"]*\",)?\"namespace\":\"([^\"]+)\"");

    /** Changes that may be on their way to the API server. */
    private static final int AT_ONCE = 16;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> watching = new ArrayList<>();

    /** A pod. */
    record Pod(String namespace, String name) {}

    Cluster(int proxyPort) {
        base = URI.create("http://127.0.0.1:" + proxyPort);
    }

    int port() {
        return base.getPort();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    /** How many pods there are. */
    int pods() throws IOException, InterruptedException {
        String answer = http.send(request("/api/v1/pods?limit=1").build(), HttpResponse.BodyHandlers.ofString()).body();
        var remaining = Pattern.compile("\"remainingItemCount\":(\\d+)").matcher(answer);
        return remaining.find() ? Integer.parseInt(remaining.group(1)) + 1 : 1;
    }

    /** The first ones in the order in which a list shows them. */
    List<Pod> first(int count) throws IOException, InterruptedException {
        String answer = http.send(
                        request("/api/v1/pods?limit=" + count).header("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1").build(), HttpResponse.BodyHandlers.ofString())
                .body();
        var pods = new ArrayList<Pod>();
        for (var found = NAME.matcher(answer); found.find(); ) {
            pods.add(new Pod(found.group(2), found.group(1)));
        }
        return pods;
    }

    /** Tells of each stamp as a direct watch sees it. */
    void watch(LongConsumer then) {
        watching.add(Thread.ofVirtual().start(() -> {
            try {
                String list = http.send(request("/api/v1/pods?limit=1").build(), HttpResponse.BodyHandlers.ofString()).body();
                String version = list.replaceFirst("(?s).*?\"resourceVersion\":\"(\\d+)\".*", "$1");
                var stream = http.send(request("/api/v1/pods?watch=1&resourceVersion=" + version).build(), HttpResponse.BodyHandlers.ofInputStream()).body();
                var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    byte[] text = line.getBytes(StandardCharsets.UTF_8);
                    Stamps.in(text, text.length, then);
                }
            } catch (IOException | InterruptedException e) {
                // the end
            }
        }));
    }

    /**
     * Stamps pods at a steady rate; what an API server does not keep up with is left out, else it would be its queue that is measured.
     *
     * @return changes that were made
     */
    int churn(List<Pod> pods, int eachSecond, int seconds) throws InterruptedException {
        var made = new AtomicInteger();
        try (var clock = Executors.newScheduledThreadPool(1); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var turn = new AtomicInteger();
            long pause = TimeUnit.SECONDS.toNanos(1) / eachSecond;
            var free = new Semaphore(AT_ONCE);
            clock.scheduleAtFixedRate(() -> {
                if (free.tryAcquire()) {
                    threads.submit(() -> {
                        if (stamp(pods.get(Math.floorMod(turn.getAndIncrement(), pods.size())))) {
                            made.incrementAndGet();
                        }
                        free.release();
                    });
                }
            }, 0, pause, TimeUnit.NANOSECONDS);
            Thread.sleep(seconds * 1000L);
            clock.shutdownNow();
        }
        return made.get();
    }

    private boolean stamp(Pod pod) {
        String patch = "{\"metadata\":{\"labels\":{\"" + Stamps.LABEL + "\":\"" + Stamps.now() + "\"}}}";
        var request = request("/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name())
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        watching.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}
