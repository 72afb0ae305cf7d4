package dev.fresnel.logs.view;

import dev.fresnel.api.json.Json;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.source.Sources;
import dev.fresnel.logs.spool.Lines;
import dev.fresnel.logs.spool.Pick;
import dev.fresnel.logs.spool.Words;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page has been told, so that it is told changes alone. Touched by its view's thread. */
final class Screen {
    private static final long STRIP_PACE = 400_000_000L;
    /** So long a link's line may be late when later ones are there, and when they are not. */
    private static final long LINK_PATIENCE = 6_000_000_000L;
    private static final long LINK_LOADING = 60_000_000_000L;
    private static final int EQUAL_TIMES = 500;

    private Lines.@Nullable Figures figures;
    private long first = -1;
    private long end = -1;
    private double progress = -1;
    private @Nullable String state;
    private List<Sources.Told> sources = List.of();
    private List<String> troubles = List.of();
    private int beyond;
    private int gaps;
    private String epoch = "";
    private long from;
    private long to;
    private int turn;
    private Told.@Nullable Search search;
    /** which question has been answered, and which but for the match's ordinal */
    private long sought = -1;
    private long nearly = -1;
    private long seekBegan;
    private long seeking = -1;
    private long stripAt;
    private long stripOf = -1;
    private int stripBars;
    private @Nullable String error;
    private boolean urgent = true;

    /** How it stands now. */
    record Now(
            Wish wish, Lines lines, Pick shown, @Nullable Pick matches, Optional<Words> words, Sources sources, @Nullable String filterError, @Nullable String searchError) {}

    void urgent() {
        urgent = true;
    }

    boolean isUrgent() {
        return urgent;
    }

    /** Whether somebody waits to be led somewhere. */
    boolean seeks(Wish wish) {
        long id = wish.seek().get("id").number(-1);
        return id >= 0 && id != sought && id != nearly;
    }

    /** The rows that the page holds are void: other places are marked in them. */
    void voided() {
        turn++;
        search = null;
    }

    /** Absent when there is nothing to tell. */
    @Nullable Told changes(Now now) {
        urgent = false;
        Lines.Figures f = now.lines().figures();
        Lines.Figures before = figures;
        boolean lines = !f.equals(before);
        figures = f;
        String phase = !now.sources().looked() ? "loading" : now.sources().settled() ? "done" : "live";
        double read = now.lines().progress(now.shown());
        long begin = now.lines().first(now.shown());
        long last = begin + now.lines().size(now.shown());
        List<Sources.Told> told = now.sources().told();
        List<String> why = now.sources().troubles();
        Told.Window window = window(now, f, read, begin, last);
        Told.Search found = search(now);
        Told.Sought place = sought(now);
        Told.Strip strip = strip(now, f.total() + (read < 1 ? turn : 0) + last);
        boolean other = lines || read != progress || begin != first || last != end || !phase.equals(state) || !told.equals(sources) || !why.equals(troubles)
                || now.sources().beyond() != beyond || now.sources().gaps() != gaps || !Objects.equals(now.filterError(), error);
        if (!other && window == null && found == null && place == null && strip == null) {
            return null;
        }
        var out = new Told(
                phase, f.total(), f.dropped(), lines && f.total() > 0 ? (Double) (f.oldest() / 1e6) : null, begin, last, read, lines ? Told.levels(now.lines().all()) : null,
                told.equals(sources) ? null : told, why.equals(troubles) ? null : why, now.sources().beyond(), now.sources().gaps(), window, found, strip,
                place, now.filterError());
        state = phase;
        progress = read;
        first = begin;
        end = last;
        sources = told;
        troubles = why;
        beyond = now.sources().beyond();
        gaps = now.sources().gaps();
        error = now.filterError();
        return out;
    }

    private Told.@Nullable Window window(Now now, Lines.Figures f, double read, long begin, long last) {
        int count = now.wish().count();
        long start = now.wish().atEnd() ? Math.max(begin, last - count) : Math.clamp(now.wish().from(), begin, Math.max(begin, last));
        long stop = Math.min(last, start + count);
        if (read < 1 || progress < 1) {
            turn++; // while the filter looks on, places move
        }
        String name = System.identityHashCode(now.shown()) + "." + f.order() + "." + turn;
        boolean same = name.equals(epoch);
        if (same && start == from && stop == to) {
            return null;
        }
        long at = same && start >= from && start <= to ? Math.min(to, stop) : start;
        List<Told.Row> rows = now.lines().rows(now.shown(), at, (int) (stop - at)).stream().map(row -> Told.Row.of(row, now.words())).toList();
        epoch = name;
        from = start;
        to = at + rows.size();
        return new Told.Window(name, start, to, at, rows);
    }

    private Told.@Nullable Search search(Now now) {
        Pick matches = now.matches();
        Told.Search found = matches == null
                ? new Told.Search(0, 1, now.searchError())
                : new Told.Search(now.lines().size(matches), now.lines().progress(matches), null);
        if (found.equals(search)) {
            return null;
        }
        search = found;
        return found;
    }

    private Told.@Nullable Sought sought(Now now) {
        Json seek = now.wish().seek();
        long id = seek.get("id").number(-1);
        if (id < 0 || id == sought) {
            return null;
        }
        if (id != seeking) {
            seeking = id;
            seekBegan = System.nanoTime();
        }
        Told.Sought found = seek.get("t").present() ? byTime(now, id, seek) : byMatch(now, id, seek);
        if (found != null && found.ordinal() >= 0) {
            sought = id;
        }
        return found;
    }

    /** The row as soon as it is sure; its ordinal when all matches are counted. */
    private Told.@Nullable Sought byMatch(Now now, long id, Json seek) {
        Pick matches = now.matches();
        if (matches == null) {
            return new Told.Sought(id, -1, 0);
        }
        var start = new Lines.Start(seek.get("from").number(0), !seek.get("back").flag());
        if (now.lines().progress(now.shown()) < 1) {
            return null; // which rows there are is not known
        }
        if (now.lines().progress(matches) >= 1) {
            Lines.Place place = now.lines().find(now.shown(), matches, start.row(), start.forward());
            return new Told.Sought(id, place.row(), place.ordinal());
        }
        if (id == nearly) {
            return null;
        }
        Lines.Place near = now.lines().nearest(now.shown(), matches, start).filter(place -> place.row() >= 0).orElse(null);
        if (near == null) {
            return null;
        }
        nearly = id;
        return new Told.Sought(id, near.row(), -1);
    }

    /** The line of a link: by its time, and by its source where several have the same. Lines may still be on their way. */
    private Told.@Nullable Sought byTime(Now now, long id, Json seek) {
        if (now.lines().progress(now.shown()) < 1) {
            return null; // which rows there are is not known
        }
        long at = seek.get("t").number(0) * 1_000_000 + seek.get("ns").number(0);
        String source = seek.get("source").text();
        long row = now.lines().rowAt(now.shown(), at);
        Map<Integer, String> names = new java.util.HashMap<>();
        now.sources().told().forEach(one -> names.put(one.i(), one.pod() + "/" + one.container()));
        boolean exact = false;
        long place = row;
        for (Lines.Row candidate : now.lines().rows(now.shown(), row, EQUAL_TIMES)) {
            Line line = candidate.line();
            if (line.at() != at) {
                break;
            }
            exact = true;
            if (source.isEmpty() || source.equals(names.get(line.source()))) {
                return new Told.Sought(id, place, 0);
            }
            place++;
        }
        boolean passed = row < now.lines().first(now.shown()) + now.lines().size(now.shown());
        boolean late = System.nanoTime() - seekBegan > (passed ? LINK_PATIENCE : LINK_LOADING) || now.sources().settled();
        boolean rough = seek.get("near").flag();
        return exact || late || rough ? new Told.Sought(id, row, 0) : null;
    }

    private Told.@Nullable Strip strip(Now now, long of) {
        long at = System.nanoTime();
        int bars = now.wish().bars();
        if (of == stripOf && bars == stripBars || at - stripAt < STRIP_PACE) {
            return null;
        }
        stripAt = at;
        stripOf = of;
        stripBars = bars;
        return Told.Strip.of(now.shown().density().strip(bars));
    }
}
