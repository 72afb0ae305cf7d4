package dev.fresnel.live.rows;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.column.Figures;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What pods or nodes of one cluster use, as long as somebody looks: metrics.k8s.io through the gate like every kind (rule R13).
 * What cannot be had is said in words.
 */
final class Metering implements AutoCloseable {
    /** So long after a cluster said that it has no metrics it is asked again. */
    private static final long AGAIN = TimeUnit.SECONDS.toNanos(15);

    private final Shared shared;
    private final Principal principal;
    private final String cluster;
    private final String resource;
    private final Set<String> namespaces;
    private final Runnable wake;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile Sight sight = Sight.NONE;
    private volatile boolean fresh;
    private volatile boolean closed;
    private volatile Source source;
    private volatile long began = System.nanoTime();

    /** @param kind {@code pods} or {@code nodes} */
    Metering(Shared shared, Principal principal, String cluster, String kind, Set<String> namespaces, Runnable wake) {
        this.shared = shared;
        this.principal = principal;
        this.cluster = cluster;
        this.resource = kind + ".metrics.k8s.io";
        this.namespaces = namespaces;
        this.wake = wake;
        this.source = source();
    }

    private Source source() {
        return new Source(shared.live(), principal, cluster, resource, namespaces, this::woken, partly -> {}, false);
    }

    void begin() {
        source.begin();
    }

    String cluster() {
        return cluster;
    }

    /** Everything that is known; what it gives does not change. */
    Sight sight() {
        return sight;
    }

    /** Whether {@link #sight} is another than at the last call. */
    boolean take() {
        boolean was = fresh;
        fresh = false;
        return was;
    }

    /** Many rows are to be read: not on the threads that make frames. */
    private void woken() {
        if (reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("live-metrics-" + cluster).start(() -> {
                reading.set(false);
                read();
                wake.run();
            });
        }
    }

    private synchronized void read() {
        List<Row> all = new ArrayList<>();
        if (closed || !source.news()) {
            return;
        }
        Source.Taken taken = source.snapshot(true);
        taken.rows().forEach(all::addAll);
        if (taken.rows().size() > 1) {
            all.sort(Row.LISTED);
        }
        Extract figures = shared.extracts().figures();
        List<Extract> wanted = List.of(figures);
        all.forEach(row -> row.extract(wanted, shared.live().json()));
        sight = Figures.of(all, figures);
        fresh = true;
    }

    /** Why there are no figures; null when there are. */
    @Nullable Note note(String column) {
        Problem ended = source.ended();
        Age age = source.age();
        if (ended != null && ended.kind() == Problem.Kind.MISSING) {
            again();
            return new Note(column, cluster, "absent", age.since(), "The cluster serves no " + resource + ": it has no metrics server, or that does not answer.");
        }
        return switch (age.state()) {
            case LIVE -> null;
            case GONE -> new Note(column, cluster, "absent", age.since(), age.detail());
            default -> new Note(column, cluster, age.state().word(), age.since(), age.detail());
        };
    }

    private void later() {
        if (waiting.compareAndSet(false, true)) {
            try {
                shared.live().clock().schedule(() -> {
                    waiting.set(false);
                    wake.run();
                }, AGAIN, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException ended) {
                closed = true;
            }
        }
    }

    private synchronized void again() {
        later();
        if (!closed && System.nanoTime() - began > AGAIN) {
            began = System.nanoTime();
            source.close();
            source = source();
            source.begin();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        source.close();
    }
}
