package dev.fresnel.live.graph;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.live.graph.Say.Said;
import dev.fresnel.live.graph.Say.Task;
import dev.fresnel.live.store.Excerpts;
import dev.fresnel.live.store.Excerpts.Excerpt;
import dev.fresnel.live.store.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects and what functions say of them; computes again what a change touches, and nothing else. Belongs to its atlas' thread. */
final class Mesh {
    /** What one plugin's lane is given at a time. */
    private static final int BATCH = 512;

    /** Nanoseconds of functions between two pictures. */
    private static final long MOMENT = 150_000_000;

    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Map<String, Vertex> byUid = new HashMap<>();
    private final Threads threads = new Threads();
    private final Map<Vertex, Excerpt> open = new IdentityHashMap<>();
    private final Set<String> missed = new HashSet<>();
    private final Map<Say, Boolean> begun = new LinkedHashMap<>();
    private final Map<String, Set<Vertex>> parts = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long version;
    private int round;

    /** Told on the atlas' thread of all that pictures are made of. */
    interface Listener {
        /** It has come, has left, or is another one now. */
        void changed(Vertex vertex);

        /** An edge has come or has left. */
        void tied(Tie tie);

        /** Anything may be shown that was not, and the other way round; what is kept may be of a build that is gone. */
        void anew();
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void forget(Listener listener) {
        listeners.remove(listener);
    }

    private void changed(Vertex vertex) {
        for (Listener listener : listeners) {
            listener.changed(vertex);
        }
    }

    // ---- what functions see

    @Nullable Vertex byUid(String uid) {
        return byUid.get(uid);
    }

    @Nullable Vertex named(String kind, String namespace, String name) {
        Layer layer = layers.get(kind);
        return layer == null ? null : layer.named(namespace, name);
    }

    @Nullable Layer layer(String kind) {
        return layers.get(kind);
    }

    /** A function that was given up may still ask, so others wait. */
    synchronized KubeObject object(Vertex vertex) {
        return open.computeIfAbsent(vertex, one -> excerpts(one).of(one.row));
    }

    private static Excerpts excerpts(Vertex vertex) {
        Excerpts excerpts = vertex.layer.excerpts;
        if (excerpts == null) {
            throw new IllegalStateException("nothing is known of " + vertex.kind());
        }
        return excerpts;
    }

    /** An owner is of a kind that nobody has asked for. */
    void missed(String apiVersion, String kind) {
        missed.add(apiVersion + "|" + kind);
    }

    /** Kinds ({@code apiVersion|kind}) of owners that were not there. */
    Set<String> missed() {
        Set<String> all = new HashSet<>(missed);
        missed.clear();
        return all;
    }

    // ---- what there is

    Collection<Layer> layers() {
        return layers.values();
    }

    void add(Layer layer) {
        layers.put(layer.id, layer);
        layer.says.addAll(begun.keySet().stream().filter(say -> say.speaksOf(layer.id)).toList());
    }

    /** Grows with each change of what a picture may show. */
    long version() {
        return version;
    }

    /** Something else has changed that a picture shows. */
    void touch() {
        version++;
    }

    Collection<Vertex> vertices() {
        return byUid.values();
    }

    /** All rows of a kind; what is not among them has left. */
    void renew(Layer layer, List<List<Row>> parts) {
        round++;
        for (List<Row> rows : parts) {
            for (Row row : rows) {
                put(layer, row);
                layer.byUid.get(row.uid()).round = round;
            }
        }
        for (Vertex vertex : List.copyOf(layer.byUid.values())) {
            if (vertex.round != round) {
                leave(vertex);
            }
        }
        version++;
    }

    void put(Layer layer, Row row) {
        Vertex vertex = layer.byUid.get(row.uid());
        if (vertex == null) {
            arrive(new Vertex(layer, row));
        } else if (vertex.row != row) {
            change(vertex, row);
        }
    }

    /** What is shown as a part of the object with that uid. */
    Set<Vertex> parts(String uid) {
        return parts.getOrDefault(uid, Set.of());
    }

    private void own(Vertex vertex, Row row) {
        if (vertex.part()) {
            row.owners().forEach(uid -> parts.computeIfAbsent(uid, none -> new HashSet<>(4)).add(vertex));
        }
    }

    private void disown(Vertex vertex, Row row) {
        if (vertex.part()) {
            for (String uid : row.owners()) {
                Set<Vertex> there = parts.get(uid);
                if (there != null && there.remove(vertex) && there.isEmpty()) {
                    parts.remove(uid);
                }
            }
        }
    }

    private void arrive(Vertex vertex) {
        vertex.layer.add(vertex);
        byUid.put(vertex.uid(), vertex);
        own(vertex, vertex.row);
        for (Say say : vertex.layer.says) {
            if (begun.getOrDefault(say, false)) {
                vertex.memos.add(new Memo(vertex, say));
            }
        }
        threads.changed(vertex);
        changed(vertex);
        version++;
    }

    private void change(Vertex vertex, Row row) {
        Row before = vertex.row;
        long now = excerpts(vertex).of(row).print();
        boolean reads = vertex.print != now;
        if (reads) {
            threads.leaves(vertex);
        }
        if (!row.owners().equals(before.owners())) {
            disown(vertex, before);
            own(vertex, row);
        }
        vertex.row = row;
        vertex.print = now;
        changed(vertex);
        if (reads) {
            threads.changed(vertex);
        }
        if (reads || !before.looksLike(row)) {
            version++;
        }
    }

    void leave(Vertex vertex) {
        vertex.layer.remove(vertex);
        byUid.remove(vertex.uid(), vertex);
        disown(vertex, vertex.row);
        threads.changed(vertex);
        vertex.memos.forEach(this::forget);
        vertex.memos.clear();
        List.copyOf(vertex.ties()).forEach(this::untie);
        changed(vertex);
        version++;
    }

    void leave(String uid) {
        Vertex vertex = byUid.get(uid);
        if (vertex != null) {
            leave(vertex);
        }
    }

    // ---- what is said of it

    Collection<Say> says() {
        return begun.keySet();
    }

    boolean begun(Say say) {
        return begun.getOrDefault(say, false);
    }

    void add(Say say) {
        begun.put(say, false);
        layers.values().stream().filter(layer -> say.speaksOf(layer.id)).forEach(layer -> layer.says.add(say));
        listeners.forEach(Listener::anew);
    }

    /** Everything that it reads is there: it is asked from now on. */
    void begin(Say say) {
        begun.put(say, true);
        for (Layer layer : layers.values()) {
            if (say.speaksOf(layer.id)) {
                for (Vertex vertex : layer.byUid.values()) {
                    Memo memo = new Memo(vertex, say);
                    vertex.memos.add(memo);
                    threads.again(memo);
                }
            }
        }
        version++;
    }

    void remove(Say say) {
        begun.remove(say);
        for (Layer layer : layers.values()) {
            layer.says.remove(say);
            for (Vertex vertex : layer.byUid.values()) {
                Memo memo = vertex.memo(say);
                if (memo != null) {
                    forget(memo);
                    vertex.memos.remove(memo);
                }
            }
        }
        listeners.forEach(Listener::anew);
        version++;
    }

    /** Whether there is nothing left to ask. */
    boolean quiet() {
        return threads.idle() && begun.values().stream().allMatch(yes -> yes);
    }

    /** Asks what is to be asked again, as far as that goes in a moment; at least a batch. */
    void compute() {
        for (long end = System.nanoTime() + MOMENT; !threads.idle() && System.nanoTime() < end; ) {
            Map<Say, List<Memo>> bySay = new LinkedHashMap<>();
            threads.take(BATCH).forEach(memo -> bySay.computeIfAbsent(memo.say, say -> new ArrayList<>()).add(memo));
            bySay.forEach(this::ask);
            close();
        }
    }

    private synchronized void close() {
        open.forEach((vertex, excerpt) -> {
            if (vertex.print == 0 && !vertex.memos.isEmpty()) {
                vertex.print = excerpt.print();
            }
        });
        open.clear();
    }

    private void ask(Say say, List<Memo> memos) {
        List<Finder> finders = new ArrayList<>(memos.size());
        List<Task> tasks = new ArrayList<>(memos.size());
        for (Memo memo : memos) {
            Finder finder = new Finder(this, say.reads);
            finders.add(finder);
            tasks.add(new Task(object(memo.of), finder));
        }
        List<Said> said = say.call(tasks);
        for (int i = 0; i < memos.size(); i++) {
            take(memos.get(i), said.get(i), finders.get(i));
        }
    }

    private void take(Memo memo, Said said, Finder finder) {
        Set<Tie> ties = new LinkedHashSet<>();
        boolean failed = said.edges() == null;
        for (Edge edge : failed ? List.<Edge>of() : said.edges()) {
            Vertex from = finder.end(edge.from());
            Vertex to = finder.end(edge.to());
            if (from != null && to != null) {
                ties.add(new Tie(memo, from, to, memo.say.role(edge.role())));
            }
        }
        threads.learn(memo, Set.copyOf(finder.keys()), List.copyOf(finder.selections()));
        if (failed != memo.failed) {
            memo.failed = failed;
            changed(memo.of);
            version++;
        }
        tie(memo, ties);
    }

    private void tie(Memo memo, Set<Tie> ties) {
        List<Tie> before = memo.ties;
        if (before.size() == ties.size() && ties.containsAll(before)) {
            return;
        }
        before.stream().filter(tie -> !ties.contains(tie)).forEach(this::untie);
        memo.ties = List.copyOf(ties);
        for (Tie tie : ties) {
            if (!tie.holds()) {
                tie.from().tie(tie);
                tie.to().tie(tie);
                listeners.forEach(listener -> listener.tied(tie));
            }
        }
        version++;
    }

    private void untie(Tie tie) {
        boolean there = tie.from().untie(tie);
        tie.to().untie(tie);
        if (there) {
            listeners.forEach(listener -> listener.tied(tie));
        }
    }

    private void forget(Memo memo) {
        threads.forget(memo);
        memo.ties.forEach(this::untie);
        memo.ties = List.of();
    }

    /** Whether its kind is one that a function speaks of: such objects are shown, others only where an edge leads. */
    boolean shown(Vertex vertex) {
        boolean spoken = false;
        for (Say say : vertex.layer.says) {
            if (!say.reads.kind().id().equals(Kind.ANY.id())) {
                Memo memo = vertex.memo(say);
                spoken |= memo == null || !memo.failed;
            }
        }
        return spoken;
    }
}
