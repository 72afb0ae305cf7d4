package dev.fresnel.live.search;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.rows.Shared;
import dev.fresnel.live.rows.Source;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What one principal's searches look at in one cluster: a bounded number of kinds, each through the gate. */
final class Field implements AutoCloseable {
    /** Kinds that are watched for searching, those that are open anyway included. */
    private static final int MOST = 40;

    private static final long AGAIN = 10_000_000_000L;

    private final Shared shared;
    private final Principal principal;
    private final String cluster;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Searched> kinds = new LinkedHashMap<>();
    private List<ServedKind> served = List.of();
    private @Nullable Problem down;
    private boolean discovered;
    private long looked;
    private boolean closed;
    int users;
    long idleSince;

    Field(Shared shared, Principal principal, String cluster) {
        this.shared = shared;
        this.principal = principal;
        this.cluster = cluster;
    }

    /** One kind and its rows, as they were when something was heard last. */
    static final class Searched {
        final ServedKind kind;
        final Source source;
        private List<List<Row>> rows = List.of();

        Searched(ServedKind kind, Source source) {
            this.kind = kind;
            this.source = source;
        }

        synchronized List<List<Row>> rows() {
            if (source.news() || source.loading()) {
                rows = source.snapshot(true).rows();
            }
            return source.ended() == null ? rows : List.of();
        }
    }

    String cluster() {
        return cluster;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void leave(Runnable listener) {
        listeners.remove(listener);
    }

    private void wake() {
        listeners.forEach(Runnable::run);
    }

    /** Opens what is to be searched and is not open yet; returns at once. */
    void look(Set<String> wanted) {
        synchronized (this) {
            boolean known = discovered && kinds.keySet().containsAll(wanted);
            if (closed || known && System.nanoTime() - looked < AGAIN || !discovered && looked != 0 && System.nanoTime() - looked < AGAIN / 5) {
                return;
            }
            looked = System.nanoTime();
        }
        Thread.ofVirtual().name("live-search-" + cluster).start(() -> discover(wanted));
    }

    private void discover(Set<String> wanted) {
        try {
            List<ServedKind> all = shared.live().kinds(principal, cluster);
            Set<String> ids = new LinkedHashSet<>(Common.KINDS);
            ids.addAll(wanted);
            ids.addAll(shared.live().gate().open(principal, cluster));
            synchronized (this) {
                served = all.stream().filter(kind -> kind.verbs().contains("list") && !measured(kind)).toList();
                discovered = true;
                down = null;
                served.stream().filter(kind -> ids.contains(kind.kind().id())).forEach(this::open);
            }
        } catch (Problem problem) {
            synchronized (this) {
                down = problem;
            }
        }
        wake();
    }

    private static boolean measured(ServedKind kind) {
        return kind.kind().group().equals("metrics.k8s.io");
    }

    private void open(ServedKind kind) {
        if (closed || kinds.size() >= MOST || kinds.containsKey(kind.kind().id())) {
            return;
        }
        Source source = new Source(shared.live(), principal, cluster, kind.kind().id(), Set.of(), this::wake, partly -> {}, false);
        kinds.put(kind.kind().id(), new Searched(kind, source));
        source.begin();
    }

    /** Kinds that are watched. */
    synchronized List<Searched> searched() {
        return new ArrayList<>(kinds.values());
    }

    /** All kinds that could be listed; empty until the cluster has answered. */
    synchronized List<ServedKind> served() {
        return served;
    }

    /** Why the cluster cannot be asked; null when it can. */
    synchronized @Nullable Problem down() {
        return down;
    }

    synchronized boolean discovered() {
        return discovered;
    }

    @Override
    public synchronized void close() {
        closed = true;
        kinds.values().forEach(one -> one.source.close());
        kinds.clear();
    }
}
