package dev.fresnel.live.graph;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.rows.Source;
import dev.fresnel.live.store.Askers;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Excerpts;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.Scope;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one principal's maps look at in one cluster: every kind through the gate, and what map sources say of it, kept up as it
 * changes. One thread does everything; readers are called on it.
 */
final class Atlas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Atlas.class);

    /** What a first picture is made of is asked for before the rest: a cluster gives few lists at a time. */
    private static final Set<String> FIRST = Set.of(Kind.POD.id(), "deployments.apps", "replicasets.apps", Kind.NODE.id());

    /** How long the rest waits for it at most, from when the cluster's kinds are known; whatever happens. */
    private static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(700);
    private static final long LATEST = TimeUnit.SECONDS.toNanos(5);

    /** Kinds that one atlas watches. */
    private static final int MOST = 80;

    /** Ways of folding that are kept up at a time, and how long without a picture. */
    private static final int FOLDS = 4;

    private static final long IDLE = TimeUnit.SECONDS.toNanos(45);

    /** How long functions wait for kinds that do not load. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(4);

    private final Live live;
    private final Switchboard board;
    private final Principal principal;
    private final String cluster;
    private final Set<String> namespaces;
    private final Map<Reader, Set<String>> readers = new ConcurrentHashMap<>();
    private final Semaphore wakes = new Semaphore(0);
    private final Breath breath = new Breath();
    private final Mesh mesh = new Mesh();
    private final LinkedHashMap<Folding, Fold> folds = new LinkedHashMap<>();
    private final Map<Generation, List<Say>> builds = new HashMap<>();
    private final Set<String> declared = new HashSet<>();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final long born = System.nanoTime();
    private long known; // when the cluster's kinds were; 0 = not yet
    private int ages;
    private volatile long epoch = -1;
    private volatile Map<String, Set<Askers.Wanted>> watched = Map.of();
    private volatile boolean closed;
    private @Nullable Thread thread;
    int users;
    long idleSince;

    /** Told after each round, on the atlas' thread; must not wait for anything. */
    @FunctionalInterface
    interface Reader {
        void read(Atlas atlas);
    }

    Atlas(Live live, Switchboard board, Principal principal, String cluster, Set<String> namespaces) {
        this.live = live;
        this.board = board;
        this.principal = principal;
        this.cluster = cluster;
        this.namespaces = namespaces;
    }

    Atlas begin() {
        thread = Thread.ofVirtual().name("live-map-" + cluster).start(this::run);
        return this;
    }

    String cluster() {
        return cluster;
    }

    Mesh mesh() {
        return mesh;
    }

    /** What pictures of that question are made of; kept for the next one. On its thread. */
    Fold fold(Wanted wanted) {
        Folding folding = Folding.of(wanted);
        Fold known = folds.remove(folding);
        Fold fold = known == null ? new Fold(mesh, folding) : known;
        folds.put(folding, fold);
        fold.used = System.nanoTime();
        while (folds.size() > FOLDS) {
            folds.pollFirstEntry().getValue().close();
        }
        return fold;
    }

    private void unfold() {
        folds.values().removeIf(fold -> {
            boolean idle = System.nanoTime() - fold.used > IDLE;
            if (idle) {
                fold.close();
            }
            return idle;
        });
    }

    /** @param without kinds that this reader does not need */
    void enter(Reader reader, Set<String> without) {
        readers.put(reader, without);
        epoch = -1;
        wake();
    }

    void leave(Reader reader) {
        readers.remove(reader);
    }

    void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    private void run() {
        try {
            while (!closed) {
                wakes.tryAcquire(1, TimeUnit.SECONDS);
                wakes.drainPermits();
                long start = System.nanoTime();
                round();
                TimeUnit.NANOSECONDS.sleep(breath.after(start, System.nanoTime(), quiet()));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
            LOG.error("the map of {} ended by a bug", cluster, bug);
        } finally {
            mesh.layers().forEach(layer -> layer.source.close());
        }
    }

    private void round() {
        functions();
        mesh.layers().forEach(this::take);
        begin(System.nanoTime());
        mesh.compute();
        owners();
        age();
        unfold();
        if (!mesh.quiet()) {
            wake();
        }
        for (Reader reader : readers.keySet()) {
            try {
                reader.read(this);
            } catch (RuntimeException bug) {
                LOG.error("a picture of {} could not be drawn", cluster, bug);
            }
        }
    }

    /** How true it all is belongs to a picture too. */
    private void age() {
        int now = 0;
        for (Layer layer : mesh.layers()) {
            now = now * 31 + (layer.source.ended() == null ? layer.source.age().state().ordinal() : -1);
        }
        if (now != ages) {
            ages = now;
            mesh.touch();
        }
    }

    // ---- which functions, which kinds

    private void functions() {
        var table = board.table();
        if (table.epoch() == epoch) {
            return;
        }
        epoch = table.epoch();
        Set<Generation> serving = Set.copyOf(table.serving().values());
        boolean same = builds.keySet().equals(serving);
        for (Generation gone : List.copyOf(builds.keySet())) {
            if (!serving.contains(gone)) {
                builds.remove(gone).forEach(mesh::remove);
            }
        }
        for (Generation generation : new TreeMap<>(table.serving()).values()) {
            if (!builds.containsKey(generation)) {
                List<Say> says = Say.of(generation);
                builds.put(generation, says);
                says.forEach(mesh::add);
            }
        }
        if (!same) {
            mesh.layers().forEach(layer -> layer.excerpts = null);
        }
        kinds();
    }

    private void kinds() {
        Set<String> wanted = new LinkedHashSet<>(found);
        declared.clear();
        for (Say say : mesh.says()) {
            for (Reads reads : reads(say)) {
                declared.add(reads.kind().id());
            }
        }
        declared.remove(Kind.ANY.id());
        declared.stream().filter(this::wanted).sorted(Comparator.comparing((String kind) -> !FIRST.contains(kind)).thenComparing(kind -> kind)).forEach(wanted::add);
        boolean early = !ahead();
        for (String kind : wanted) {
            if (early && !FIRST.contains(kind)) {
                epoch = -1; // looked at again in the next round
                continue;
            }
            if (mesh.layer(kind) == null && mesh.layers().size() < MOST) {
                var source = new Source(live, principal, cluster, kind, namespaces, this::wake, partly -> {}, false);
                mesh.add(new Layer(cluster, kind, source));
                source.begin();
            }
        }
        watched = watching();
    }

    /** What is watched for the functions of each build, by its digest. */
    Map<String, Set<Askers.Wanted>> wanted() {
        return watched;
    }

    private Map<String, Set<Askers.Wanted>> watching() {
        Map<String, Set<Askers.Wanted>> all = new HashMap<>();
        for (Say say : mesh.says()) {
            for (Reads reads : reads(say)) {
                if (mesh.layer(reads.kind().id()) != null) {
                    all.computeIfAbsent(say.digest(), none -> new HashSet<>()).add(new Askers.Wanted(cluster, reads.kind().id(), ""));
                }
            }
        }
        return all;
    }

    /** Whether there is something for a first picture, so that the rest does not hold it up any more. */
    private boolean ahead() {
        List<@Nullable Layer> first = FIRST.stream().filter(declared::contains).filter(this::wanted).map(mesh::layer).toList();
        long now = System.nanoTime();
        known = known == 0 && first.stream().anyMatch(Atlas::joined) ? now : known;
        boolean shown = first.stream().allMatch(Atlas::joined)
                && (!mesh.vertices().isEmpty() || first.stream().allMatch(layer -> layer != null && layer.settled()));
        return shown || known != 0 && now - known > HEAD_START || now - born > LATEST;
    }

    private static boolean joined(@Nullable Layer layer) {
        return layer != null && (layer.source.served() != null || layer.source.ended() != null);
    }

    private boolean wanted(String kind) {
        return readers.values().stream().anyMatch(without -> !without.contains(kind));
    }

    private static List<Reads> reads(Say say) {
        List<Reads> all = new ArrayList<>(say.reads.lookups());
        all.add(say.reads);
        return all;
    }

    /** What is read of a kind, by whomever. */
    private @Nullable Excerpts excerpts(Layer layer) {
        Excerpts known = layer.excerpts;
        ServedKind served = layer.source.served();
        if (known == null && served != null) {
            Set<String> fields = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (Say say : mesh.says()) {
                for (Reads reads : reads(say)) {
                    if (reads.kind().id().equals(layer.id) || reads.kind().id().equals(Kind.ANY.id())) {
                        fields.addAll(reads.fields());
                        cells.addAll(reads.cells());
                    }
                }
            }
            known = new Excerpts(new Scope(cluster, served, ""), fields, cells, live.json());
            layer.excerpts = known;
            layer.byUid.values().forEach(vertex -> vertex.print = 0);
        }
        return known;
    }

    /** Kinds of owners that nobody declares: custom resources that own something are on the map too. */
    private void owners() {
        Set<String> missed = mesh.missed();
        missed.removeIf(looked::contains);
        if (missed.isEmpty()) {
            return;
        }
        looked.addAll(missed);
        Thread.ofVirtual().name("live-map-kinds").start(() -> {
            try {
                for (ServedKind served : live.kinds(principal, cluster)) {
                    Kind kind = served.kind();
                    if (missed.contains(kind.apiVersion() + "|" + kind.kind()) && served.verbs().contains("list") && !declared.contains(kind.id())) {
                        found.add(kind.id());
                    }
                }
                epoch = -1;
                wake();
            } catch (Problem later) {
                looked.removeAll(missed);
            }
        });
    }

    // ---- what has changed

    private void take(Layer layer) {
        Source source = layer.source;
        if (source.served() == null || excerpts(layer) == null) {
            return;
        }
        List<Change> changes = source.take();
        if (changes == null || layer.partial || source.ended() != null) {
            Source.Taken taken = source.snapshot(true);
            boolean before = layer.partial;
            layer.partial = !taken.whole() || source.loading();
            if (changes == null || before || !layer.byUid.isEmpty()) {
                mesh.renew(layer, source.ended() == null ? taken.rows() : List.of());
            }
            return;
        }
        for (Change change : changes) {
            Row after = change.after();
            Row before = change.before();
            if (after != null) {
                mesh.put(layer, after);
            } else if (before != null) {
                mesh.leave(before.uid());
            }
        }
    }

    /** Functions whose kinds are all there are asked from now on. */
    private void begin(long now) {
        for (Say say : List.copyOf(mesh.says())) {
            if (!mesh.begun(say) && (now - say.since > PATIENCE || reads(say).stream().allMatch(this::settled))) {
                mesh.begin(say);
            }
        }
    }

    private boolean settled(Reads reads) {
        if (reads.kind().id().equals(Kind.ANY.id())) {
            return mesh.layers().stream().allMatch(Layer::settled);
        }
        Layer layer = mesh.layer(reads.kind().id());
        return layer == null ? !wanted(reads.kind().id()) : layer.settled();
    }

    /** Whether everything is there and everything has been said. */
    boolean quiet() {
        return mesh.quiet() && mesh.layers().stream().allMatch(Layer::settled);
    }

    /** Its thread lets go of everything. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
