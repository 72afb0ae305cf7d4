package dev.fresnel.e2e.oracle;

import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Lists that stay open through a fault; after it each must show what the API server answers that user. */
final class Agreement implements AutoCloseable {
    private final HttpClient http;
    private final URI live;
    private final ApiServer server;
    private final Map<String, Ear> ears = new LinkedHashMap<>();
    private final List<Held> held = new ArrayList<>();

    private record Held(Subject subject, String cluster, Resource resource, Set<String> namespaces, Ear.Channel channel) {
        @Override
        public String toString() {
            return subject + " at " + cluster + ": " + resource + namespaces;
        }
    }

    Agreement(HttpClient http, URI live, ApiServer server) {
        this.http = http;
        this.live = live;
        this.server = server;
    }

    /** @param namespaces none = all */
    Agreement open(Subject subject, String cluster, Resource resource, String... namespaces) {
        Ear ear = ears.computeIfAbsent(subject + " " + cluster, key -> new Ear(http, live, subject, frame -> {}));
        Set<String> where = Set.of(namespaces);
        held.add(new Held(subject, cluster, resource, where, ear.rows(cluster, resource, where)));
        return this;
    }

    /** Fails unless each list comes to show what the API server shows. @return milliseconds until all did */
    long holds(String after, Duration patience) {
        long began = System.nanoTime();
        for (Held one : held) {
            Comparison last = null;
            while (last == null || !last.equal()) {
                if (System.nanoTime() - began > patience.toNanos()) {
                    throw new AssertionError("after " + after + " differs " + one + ": " + last);
                }
                last = compare(one);
            }
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** What the lists of a cluster say of themselves, each once. */
    Set<String> ages() {
        return held.stream().map(one -> one.channel.age(one.cluster)).collect(java.util.stream.Collectors.toSet());
    }

    private Comparison compare(Held one) {
        try {
            Map<String, Answer> before = answers(one);
            Ear.Moment page = one.channel.moment();
            Comparison seen = Comparison.of(before, page, answers(one));
            if (!seen.equal()) {
                LockSupport.parkNanos(50_000_000);
            }
            return seen;
        } catch (UncheckedIOException notThereYet) {
            LockSupport.parkNanos(200_000_000);
            return new Comparison(List.of(), List.of(), List.of("the API server does not answer: " + notThereYet));
        }
    }

    private Map<String, Answer> answers(Held one) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        Set<String> asked = one.namespaces.isEmpty() ? Set.of("") : one.namespaces;
        asked.forEach(namespace -> answers.put(namespace, server.list(one.subject, one.resource, namespace)));
        return answers;
    }

    @Override
    public void close() {
        held.forEach(one -> one.channel.close());
        ears.values().forEach(Ear::close);
    }
}
