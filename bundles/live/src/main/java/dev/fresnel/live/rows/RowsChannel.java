package dev.fresnel.live.rows;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Denial;
import dev.fresnel.live.store.Header;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One window of rows that a page shows. Everything that changes is coalesced: the first change goes out at once, what follows
 * within {@link #TICK} goes together, and while the client has no credit nothing piles up but the difference.
 */
public final class RowsChannel implements Channel {
    /** Milliseconds between two frames. */
    private static final long TICK = 30;

    /** With more changes than this share of the rows, all is filtered and sorted anew. */
    private static final int MANY = 4;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Live live;
    private final Principal principal;
    private final Sink sink;
    private final Pulse pulse;
    private final String epoch = HexFormat.of().formatHex(random());
    private final Map<String, Age> told = new HashMap<>();
    private List<Source> sources = List.of();
    private Params params;
    private Layout layout;
    private Kept kept;
    private boolean refill = true;
    private boolean announced;
    private boolean whole = true;
    private boolean closed;
    private long frame;
    private Sent sent = Sent.NOTHING;

    /** What the client holds. */
    private record Sent(List<Row> window, int total, int matched, List<Integer> counts) {
        static final Sent NOTHING = new Sent(List.of(), -1, -1, List.of());
    }

    /** @throws Problem INVALID */
    public RowsChannel(Live live, Principal principal, Json params, Sink sink) {
        this.live = live;
        this.principal = principal;
        this.sink = sink;
        this.params = Params.parse(params);
        this.layout = new Layout(this.params.wide());
        this.kept = new Kept(this.params.filter(), this.params.ordering());
        this.pulse = new Pulse(live.clock(), TICK, this::flush);
    }

    private static byte[] random() {
        byte[] bytes = new byte[9];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Begins to join; returns at once. */
    public synchronized RowsChannel begin() {
        told.clear();
        sources = params.clusters().stream()
                .map(cluster -> new Source(
                        live, principal, cluster, params.resource(), params.namespaces(), pulse::beat, sink::problem))
                .toList();
        sources.forEach(Source::begin);
        pulse.beat();
        return this;
    }

    @Override
    public void update(Json json) {
        Params next;
        try {
            next = Params.parse(json);
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            Params before = params;
            params = next;
            whole = true;
            if (!next.sameSources(before)) {
                restart();
            } else if (next.wide() != before.wide()) {
                announceAgain();
            } else if (!next.sameRows(before)) {
                kept = new Kept(next.filter(), next.ordering());
                refill = true;
            }
        }
        pulse.now();
    }

    private void restart() {
        sources.forEach(Source::close);
        announceAgain();
        begin();
    }

    private void announceAgain() {
        if (announced) {
            sink.send("reset", Map.of());
        }
        announced = false;
        layout = new Layout(params.wide());
        kept = new Kept(params.filter(), params.ordering());
        refill = true;
        sent = Sent.NOTHING;
        whole = true;
    }

    /** Takes in what happened and sends the difference; on the live store's clock. */
    private synchronized void flush() {
        if (closed) {
            return;
        }
        sources.forEach(Source::age);
        absorb();
        if (over()) {
            return;
        }
        if (!sink.ready()) {
            sink.whenReady(pulse::beat);
            return;
        }
        ages();
        if (announced) {
            send();
        }
    }

    private void absorb() {
        List<Change> changes = new ArrayList<>();
        for (Source source : sources) {
            List<Change> news = source.take();
            if (news == null) {
                refill = true;
            } else {
                changes.addAll(news);
            }
        }
        if (refill || changes.size() > 64 + kept.total() / MANY) {
            fill();
            return;
        }
        for (Change change : changes) {
            if (strange(change.after()) || !kept.apply(change)) {
                fill();
                return;
            }
        }
    }

    /** Whether a row has columns that were not announced. */
    private boolean strange(@Nullable Row row) {
        return row != null && !layout.knows(row.header());
    }

    private void fill() {
        List<List<Row>> parts = new ArrayList<>();
        Layout now = new Layout(params.wide());
        for (Source source : sources) {
            Source.Taken taken = source.snapshot();
            for (Header header : taken.headers()) {
                now.add(header);
            }
            parts.addAll(taken.rows());
        }
        refill = false;
        if (parts.size() == 1) {
            kept.fill(parts.getFirst(), true);
        } else {
            List<Row> all = new ArrayList<>();
            parts.forEach(all::addAll);
            kept.fill(all, false);
        }
        if (!parts.isEmpty() && (!announced || !now.columns().equals(layout.columns()))) {
            layout = now;
            announce();
        }
    }

    private void announce() {
        ServedKind served = sources.stream().map(Source::served).filter(Objects::nonNull).findFirst().orElse(null);
        if (served == null) {
            return;
        }
        if (!sent.equals(Sent.NOTHING)) {
            sink.send("reset", Map.of());
            sent = Sent.NOTHING;
        }
        announced = true;
        whole = true;
        sink.send("ready", Frames.ready(served, layout.columns(), revision()));
    }

    /** Ends the channel when no cluster is left that may show anything. */
    private boolean over() {
        List<Problem> problems = sources.stream().map(Source::ended).filter(Objects::nonNull).toList();
        if (problems.size() < sources.size()) {
            return false;
        }
        ages();
        clear();
        Problem first = problems.getFirst();
        closed = true;
        sources.forEach(Source::close);
        boolean gone = first.kind() == Problem.Kind.MISSING;
        if (first.kind() != Problem.Kind.FORBIDDEN) {
            sink.problem(first);
        }
        boolean session = first.code().equals(Denial.SESSION);
        sink.end(gone ? "gone" : session ? "session" : "forbidden", first.text());
        return true;
    }

    /** What may no longer be seen leaves the page before the channel does. */
    private void clear() {
        if (!sent.window.isEmpty()) {
            sink.send("reset", Map.of());
        }
        kept = new Kept(params.filter(), params.ordering());
        sent = Sent.NOTHING;
    }

    private void ages() {
        for (Source source : sources) {
            Age age = source.age();
            Age before = told.put(source.cluster(), age);
            if (before == null || before.state() != age.state() || !before.detail().equals(age.detail())) {
                sink.send("age", Frames.age(source.cluster(), age, source.ended()));
            }
        }
    }

    private void send() {
        List<Row> window = kept.window(params.offset(), params.limit());
        List<Integer> counts = new ArrayList<>();
        for (State state : State.values()) {
            counts.add(kept.count(state));
        }
        Sent now = new Sent(window, kept.total(), kept.matched(), counts);
        long time = System.currentTimeMillis();
        if (whole) {
            whole = false;
            sent = now;
            sink.send("rows", Frames.window(revision(), kept, params.offset(), null, window, layout, time));
            return;
        }
        List<Row> changed = changed(sent.window, window);
        boolean moved = moved(sent.window, window);
        boolean counted = now.total != sent.total || now.matched != sent.matched || !now.counts.equals(sent.counts);
        sent = now;
        if (moved || counted || !changed.isEmpty()) {
            sink.send("delta", Frames.window(revision(), kept, params.offset(), moved ? window : null, changed, layout, time));
        }
    }

    private static List<Row> changed(List<Row> before, List<Row> now) {
        Map<String, Row> known = HashMap.newHashMap(before.size());
        before.forEach(row -> known.put(Frames.key(row), row));
        return now.stream()
                .filter(row -> {
                    Row old = known.get(Frames.key(row));
                    return old == null || !old.looksLike(row);
                })
                .toList();
    }

    private static boolean moved(List<Row> before, List<Row> now) {
        if (before.size() != now.size()) {
            return true;
        }
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).uid().equals(before.get(i).uid()) || !now.get(i).cluster().equals(before.get(i).cluster())) {
                return true;
            }
        }
        return false;
    }

    /** Opaque: says nothing of other users' changes (rule R12). */
    private String revision() {
        return epoch + "." + frame++;
    }

    @Override
    public synchronized void close() {
        closed = true;
        sources.forEach(Source::close);
    }
}
