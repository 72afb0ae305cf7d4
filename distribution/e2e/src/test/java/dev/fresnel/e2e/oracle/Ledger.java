package dev.fresnel.e2e.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who could list what from when to when, as far as the comparison itself gave and took it. {@code *} stands for all. */
final class Ledger {
    private final Map<Right, List<Span>> spans = new ConcurrentHashMap<>();

    private record Right(String subject, String resource, String namespace) {}

    /** One time in which a right was there. */
    static final class Span {
        private volatile long end = Long.MAX_VALUE;

        /** Taken away, and the API server knows. */
        void end() {
            end = System.nanoTime();
        }
    }

    /** To be called before the API server is told. */
    Span grant(String subject, String resource, String namespace) {
        Span span = new Span();
        List<Span> all = spans.computeIfAbsent(new Right(subject, resource, namespace), key -> new ArrayList<>());
        synchronized (all) {
            all.removeIf(old -> System.nanoTime() - old.end > 120_000_000_000L && old.end != Long.MAX_VALUE);
            all.add(span);
        }
        return span;
    }

    /** All of a subject's rights have ended: its credential is not known any more. */
    void expel(String subject) {
        spans.forEach((right, all) -> {
            if (right.subject.equals(subject)) {
                synchronized (all) {
                    all.stream().filter(span -> span.end == Long.MAX_VALUE).forEach(Span::end);
                }
            }
        });
    }

    /** Whether the right is there, or was at some moment within that many milliseconds. */
    boolean lately(String subject, String resource, String namespace, long millis) {
        return any(subject, resource, namespace, millis) || any(subject, resource, "*", millis);
    }

    private boolean any(String subject, String resource, String namespace, long millis) {
        List<Span> all = spans.get(new Right(subject, resource, namespace));
        if (all == null) {
            return false;
        }
        synchronized (all) {
            return all.stream().anyMatch(span -> span.end == Long.MAX_VALUE || System.nanoTime() - span.end <= millis * 1_000_000);
        }
    }
}
