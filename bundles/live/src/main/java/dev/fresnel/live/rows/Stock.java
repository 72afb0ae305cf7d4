package dev.fresnel.live.rows;

import dev.fresnel.api.resource.State;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Extent;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Glimpse;
import dev.fresnel.live.store.Row;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All rows that a channel's parameters mean, filtered and in order, taken from the channel's sources and kept right. Used under
 * the lock of its channel.
 */
final class Stock {
    /** With more changes than this share of the rows, all is filtered and sorted anew. */
    private static final int MANY = 4;

    /** Of a list that does not fit into memory so many rows are held where they must be sorted or filtered here. */
    private static final int LOOKED_AT = 2000;

    /** A list that takes longer shows what it has. */
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(150);

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(300);

    private final Shared shared;
    private final Principal principal;
    private final Runnable wake;
    private final long began = System.nanoTime();
    private final List<Source> sources;
    private List<Metering> meterings = List.of();
    private Params params;
    private Layout layout;
    private Kept kept;
    private Sight sight = Sight.NONE;
    private boolean refill = true;
    private boolean filled;
    private boolean whole;
    private @Nullable Extent extent;

    /** What is shown of rows that a store keeps in the order that is asked for: then nothing is kept here. Null = it is. */
    private @Nullable Glimpse glimpse;
    private final Reading reading;
    private volatile boolean replaced;
    private final AutoCloseable columns;
    private boolean alarm;
    private long last;
    private long cost;
    private long rest;

    Stock(Shared shared, Principal principal, Params params, List<Source> sources, Runnable wake) {
        this.shared = shared;
        this.principal = principal;
        this.params = params;
        this.sources = sources;
        this.wake = wake;
        this.reading = new Reading(shared, sources, wake);
        this.layout = new Layout(params);
        this.kept = new Kept(params.filter(), params.ordering(), params.group());
        this.columns = shared.live().columns().watch(() -> {
            replaced = true;
            wake.run();
        });
        meter();
    }

    /** Null when nobody asked to count by something. */
    @Nullable Groups groups() {
        return kept.groups();
    }

    /** By state, states of the filter left aside. */
    int count(State state) {
        return glimpse == null ? kept.count(state) : glimpse.counts()[state.ordinal()];
    }

    Layout layout() {
        return layout;
    }

    /** For memory: how many rows are kept here. */
    int ordered() {
        return kept.matched();
    }

    /** Whether a window can be shown. */
    boolean filled() {
        boolean turning = extent != null && params.plain() && !extent.covers(params.offset(), params.limit());
        return filled && !turning;
    }

    /** How many there are before filters. */
    int total() {
        if (glimpse != null) {
            return glimpse.total();
        }
        return extent == null ? kept.total() : extent.total();
    }

    int matched() {
        if (glimpse != null) {
            return glimpse.total();
        }
        return extent == null || !params.plain() ? kept.matched() : extent.total();
    }

    /** Of what does not fit into memory only some rows are held: those that the window needs. */
    private void turn() {
        if (sources.size() == 1) {
            sources.getFirst().want(params.plain() ? params.offset() : 0, params.plain() ? params.limit() : LOOKED_AT);
        }
    }

    /** Whether nothing is missing from it because it is still loading. */
    boolean whole() {
        return whole;
    }

    /** What cells look at beside rows. */
    Sight sight() {
        return sight;
    }

    /** The same sources, asked for something else. */
    void ask(Params next) {
        boolean same = next.sameRows(params) && next.sameColumns(params);
        params = next;
        if (!same) {
            layout = new Layout(next);
            kept = new Kept(next.filter(), next.ordering(), next.group());
            glimpse = null;
            refill = true;
            filled = false;
        }
        turn();
        meter();
    }

    private void meter() {
        if (params.measured() && meterings.isEmpty()) {
            meterings = params.clusters().stream()
                    .map(cluster -> new Metering(shared, principal, cluster, params.resource(), params.namespaces(), wake))
                    .toList();
            meterings.forEach(Metering::begin);
        } else if (!params.measured() && !meterings.isEmpty()) {
            meterings.forEach(Metering::close);
            meterings = List.of();
            sight = Sight.NONE;
        }
    }

    /** Why columns of ours are empty. */
    List<Note> notes() {
        List<Note> notes = new ArrayList<>();
        for (String column : params.measuredColumns()) {
            for (Metering metering : meterings) {
                Note note = metering.note(column);
                if (note != null) {
                    notes.add(note);
                }
            }
        }
        return notes;
    }

    /** Takes in what happened. @param patient whether what is still loading is better waited for */
    void absorb(boolean patient) {
        measure();
        refill |= replaced;
        replaced = false;
        List<Change> changes = new ArrayList<>();
        for (Source source : sources) {
            List<Change> news = source.take();
            if (news == null) {
                refill = true;
            } else {
                changes.addAll(news);
            }
        }
        if (reading.busy() || !rested() || loading(patient)) {
            refill |= !changes.isEmpty();
        } else if (refill || changes.size() > 64 + total() / MANY || !apply(changes)) {
            refill = true;
            fill(patient);
        }
    }

    /** New figures change what is shown, and the order when they decide it. */
    private void measure() {
        boolean fresh = false;
        for (Metering metering : meterings) {
            fresh |= metering.take();
        }
        if (fresh) {
            Map<String, Sight> sights = new HashMap<>();
            meterings.forEach(metering -> sights.put(metering.cluster(), metering.sight()));
            sight = row -> sights.getOrDefault(row.cluster(), Sight.NONE).of(row);
            refill |= params.ordering().measured() || params.group() != null && params.group().measured();
        }
    }

    /** Whether this principal may take time now; what is put off is done later. */
    private boolean rested() {
        long wait = rest - System.nanoTime();
        if (rest != 0 && wait > 0) {
            later(wait);
            return false;
        }
        return true;
    }

    private void later(long nanos) {
        if (alarm) {
            return;
        }
        alarm = true;
        try {
            shared.live().clock().schedule(() -> {
                alarm = false;
                wake.run();
            }, nanos, TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.RejectedExecutionException ended) {
            refill = true;
        }
    }

    /** Whether lists are still loading and it is too early to show what has come of them; a cluster that is loading does not hold the others. */
    private boolean loading(boolean patient) {
        if (sources.stream().noneMatch(Source::loading)) {
            return false;
        }
        long now = System.nanoTime();
        long due = last == 0 ? began + SOON : last + Math.max(EVERY, 10 * cost);
        if (patient || now < due) {
            later(patient ? EVERY : due - now);
            return patient || sources.stream().noneMatch(Source::settled);
        }
        refill = true;
        return false;
    }

    /** @return false when all must be filled anew */
    private boolean apply(List<Change> changes) {
        List<Extract> needed = params.needed();
        for (Change change : changes) {
            Row row = change.after();
            if (row != null) {
                row.extract(needed, shared.live().json());
                if (Reading.lacks(row, needed)) {
                    return false; // a plugin has to compute something
                }
                if (!layout.knows(row.header())) {
                    return false;
                }
            }
            if (glimpse == null && !kept.apply(change)) {
                return false;
            }
        }
        return glimpse == null || look(false) != null;
    }

    /** Looks at the window where the rows are. */
    private @Nullable Glimpse look(boolean anew) {
        glimpse = params.listed() && sources.size() == 1 ? sources.getFirst().glimpse(params.offset(), params.limit(), anew) : null;
        return glimpse;
    }

    private void fill(boolean patient) {
        Glimpse seen = look(true);
        if (seen != null) {
            layout = new Layout(params);
            layout.add(seen.header());
            kept = new Kept(params.filter(), params.ordering(), null);
            extent = null;
            refill = false;
            whole = true;
            filled = true;
            last = System.nanoTime();
            return;
        }
        long start = System.nanoTime();
        List<List<Row>> parts = new ArrayList<>();
        Layout now = new Layout(params);
        whole = true;
        for (Source source : sources) {
            Source.Taken taken = source.snapshot(!patient);
            whole &= taken.whole();
            extent = sources.size() == 1 ? taken.extent() : null;
            taken.headers().forEach(now::add);
            parts.addAll(taken.rows());
        }
        if (!reading.done(parts, params.needed())) {
            refill = true;
            return;
        }
        refill = false;
        layout = parts.isEmpty() ? layout : now;
        if (parts.size() == 1) {
            kept.fill(parts.getFirst(), true, sight);
        } else {
            List<Row> all = new ArrayList<>();
            parts.forEach(all::addAll);
            kept.fill(all, false, sight);
        }
        // What is joined again at once stays on the page; what may not be shown any longer leaves it.
        filled = !parts.isEmpty() || sources.stream().anyMatch(Source::withdrawn);
        last = System.nanoTime();
        turn();
        charge(last - start);
    }

    private void charge(long nanos) {
        cost = nanos;
        if (!params.filter().costly()) {
            return; // a plain list costs what its size does, however many look at it
        }
        long wait = shared.costs().charge(principal.key(), nanos);
        rest = wait > 0 ? System.nanoTime() + wait : 0;
    }

    /** The rows of the window, with everything read that they show. */
    List<Row> window() {
        List<Row> window = rows();
        List<Extract> shown = layout.shown();
        if (!shown.isEmpty()) {
            window.forEach(row -> row.extract(shown, shared.live().json()));
            List<Row> lacking = window.stream().filter(row -> Reading.lacks(row, shown)).toList();
            if (!lacking.isEmpty() && !reading.busy()) {
                reading.aside(lacking, shown);
            }
        }
        return window;
    }

    private List<Row> rows() {
        if (glimpse != null) {
            return glimpse.rows();
        }
        long start = System.nanoTime();
        List<Row> window = kept.window(place(), params.limit());
        long took = System.nanoTime() - start;
        if (took > 1_000_000) {
            charge(took);
        }
        return window;
    }

    /** Where the window begins in what is kept. */
    private int place() {
        return extent == null || !params.plain() ? params.offset() : Math.max(0, params.offset() - extent.base());
    }

    /** What may no longer be seen is not kept. */
    void clear() {
        kept = new Kept(params.filter(), params.ordering(), params.group());
        glimpse = null;
        filled = false;
    }

    void close() {
        try {
            columns.close();
        } catch (Exception never) {
            throw new IllegalStateException(never);
        }
        meterings.forEach(Metering::close);
        sources.forEach(Source::close);
    }
}
