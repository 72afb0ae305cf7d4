package dev.fresnel.live.rows;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.rows.Held.Told;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Denial;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One window of rows that a page shows. Everything that changes is coalesced: the first change goes out at once, what follows
 * within {@link #TICK} goes together, and while the client has no credit nothing piles up but the difference.
 */
public final class RowsChannel implements Channel {
    /** Milliseconds between two frames. */
    private static final long TICK = 30;

    /** Who comes back waits so long for lists that have to be loaded again, rather than seeing rows leave and return. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private final Shared shared;
    private final Principal principal;
    private final Sink sink;
    private final Pulse pulse;
    private final long began = System.nanoTime();
    private final Map<String, Age> told = new HashMap<>();
    private List<Source> sources = List.of();
    private Params params;
    private Stock stock;
    private Held held;
    private boolean announced;
    private boolean whole = true;
    private boolean begun;
    private boolean closed;

    /**
     * @param resume the last revision that the client has taken in, if it comes back
     * @throws Problem INVALID
     */
    public RowsChannel(Shared shared, Principal principal, Json params, Optional<String> resume, Sink sink) {
        this.shared = shared;
        this.principal = principal;
        this.sink = sink;
        this.params = Params.parse(params, shared.extracts());
        this.pulse = new Pulse(shared.live().clock(), TICK, this::flush);
        this.held = resume.flatMap(token -> shared.resumes().claim(principal, token, this.params.question())).orElseGet(this::fresh);
        this.stock = stock(held.resuming());
    }

    private Held fresh() {
        return new Held(principal.key(), params.question());
    }

    private Stock stock(boolean again) {
        sources = params.clusters().stream()
                .map(cluster -> new Source(
                        shared.live(), principal, cluster, params.resource(), params.namespaces(), pulse::beat, sink::problem, again, params.filter().selector()))
                .toList();
        return new Stock(shared, principal, params, sources, pulse::beat);
    }

    /** Begins to join; returns at once. */
    public synchronized RowsChannel begin() {
        shared.resumes().use(held, this);
        begun = true;
        join();
        return this;
    }

    private void join() {
        told.clear();
        sources.forEach(Source::begin);
        pulse.beat();
    }

    @Override
    public void update(Json json) {
        Params next;
        try {
            next = Params.parse(json, shared.extracts());
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (closed) {
                next.lease().close();
                return;
            }
            Params before = params;
            // Pages are of those labels that the API server was asked for.
            boolean others = sources.stream().anyMatch(Source::paged) && !next.filter().selector().equals(before.filter().selector());
            if (next.sameSources(before) && !next.sameRows(before) && !confirmed()) {
                next.lease().close();
                return;
            }
            params = next;
            whole = true;
            if (others || !next.sameSources(before)) {
                stock.close();
                stock = stock(false);
                anew();
                join();
            } else {
                stock.ask(next);
                if (!next.sameColumns(before)) {
                    anew();
                }
            }
            before.lease().close();
        }
        pulse.now();
    }

    /** While it cannot be asked whether rows still may be seen, what is shown stays but nothing new is asked of it (rule R10). */
    private boolean confirmed() {
        try {
            sources.forEach(Source::confirm);
            return true;
        } catch (Problem doubt) {
            sink.problem(doubt);
            return false;
        }
    }

    /** What the client holds answers another question. */
    private void anew() {
        if (announced) {
            sink.send("reset", Map.of());
        }
        announced = false;
        shared.resumes().drop(held);
        held = fresh();
        shared.resumes().use(held, this);
    }

    /** Takes in what happened and sends the difference; on the live store's clock. */
    private synchronized void flush() {
        if (closed || !begun) {
            return; // figures may come before there is a stock that they are for
        }
        sources.forEach(Source::age);
        stock.absorb(held.resuming() && System.nanoTime() - began < PATIENCE);
        if (over()) {
            return;
        }
        if (!sink.ready()) {
            sink.whenReady(pulse::beat);
            return;
        }
        ages();
        if (stock.filled()) {
            announce();
        }
        if (announced && stock.filled()) {
            send();
        }
    }

    /** Tells of the columns, when they are others than the client knows. */
    private void announce() {
        boolean same = stock.layout().alike(held.places());
        ServedKind served = sources.stream().map(Source::served).filter(Objects::nonNull).findFirst().orElse(null);
        if (served == null || announced && same) {
            return;
        }
        boolean resumed = !announced && same && held.resuming();
        if (!resumed) {
            if (announced && !held.empty()) {
                sink.send("reset", Map.of());
            }
            held.ready(stock.layout().places());
            whole = true;
        } else {
            whole = false;
        }
        announced = true;
        sink.send("ready", Frames.ready(served, stock.layout(), held.token(), resumed));
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
        end();
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
        if (!held.empty()) {
            sink.send("reset", Map.of());
        }
        stock.clear();
        held.forget();
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
        List<Row> window = stock.window();
        List<Integer> counts = new ArrayList<>();
        for (State state : State.values()) {
            counts.add(stock.count(state));
        }
        Groups groups = stock.groups();
        Told now = new Told(stock.total(), stock.matched(), params.offset(), counts, groups == null ? null : groups.counted(), coverage(), stock.notes());
        held.next(window, now, stock.sight(), whole).ifPresent(due -> {
            byte[] frame = Frames.window(due, stock.layout().places(), stock.sight(), System.currentTimeMillis());
            sink.send(due.whole() ? "rows" : "delta", frame);
        });
        whole = false;
    }

    private Map<String, Coverage> coverage() {
        Map<String, Coverage> coverage = new LinkedHashMap<>();
        for (Source source : sources) {
            Coverage part = source.coverage();
            if (part != null) {
                coverage.put(source.cluster(), part);
            }
        }
        return coverage;
    }

    /** For memory: of how many rows an order is kept for this client alone. */
    synchronized int ordered() {
        return stock.ordered();
    }

    /** The client has come back on another connection. */
    void replaced() {
        synchronized (this) {
            if (closed) {
                return;
            }
            end();
        }
        sink.end("replaced", "The client has come back on another connection.");
    }

    private void end() {
        closed = true;
        stock.close();
        params.lease().close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            end();
        }
        shared.resumes().park(held, this);
    }
}
