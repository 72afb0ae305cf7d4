package dev.fresnel.live.rows;

import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Usage;
import dev.fresnel.live.rows.Layout.Place;
import dev.fresnel.live.store.Row;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one client holds of its window, and since which revision. A row that is in the window now and was told no later than
 * revision r is still held by a client that says r, whatever it has missed since: one number for each row is all that resuming
 * needs. Used under the lock of its channel.
 */
final class Held {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Shown[] NOTHING = {};

    private final String id = random();
    private final String principal;
    private final String question;
    private long revision;
    private long began;
    private long from = Long.MAX_VALUE;
    private @Nullable List<Place> places;

    /** Whether a row's cells are its own alone, so that the same row has the same. */
    private boolean steady;
    private Shown[] rows = NOTHING;
    private long ordered;
    private Told told = Told.NOTHING;

    /** @param question what its revisions are bound to besides the principal */
    Held(String principal, String question) {
        this.principal = principal;
        this.question = question;
    }

    private static String random() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * One row as it was told.
     *
     * @param own what our columns said
     * @param since the revision that told it
     */
    private record Shown(Row row, List<Object> own, long since) {
        boolean same(Row now, List<Object> nowOwn) {
            return row.looksLike(now) && own.equals(nowOwn);
        }

        boolean of(Row now) {
            return row == now || row.uid().equals(now.uid()) && row.cluster().equals(now.cluster());
        }
    }

    /** What a frame says beside rows. */
    record Told(
            int total,
            int matched,
            int offset,
            List<Integer> counts,
            Groups.@Nullable Counted groups,
            Map<String, Coverage> coverage,
            List<Note> notes) {
        static final Told NOTHING = new Told(-1, -1, -1, List.of(), null, Map.of(), List.of());

        private boolean counted(Told other) {
            return total == other.total && matched == other.matched && counts.equals(other.counts);
        }
    }

    /**
     * A frame that is due.
     *
     * @param order keys of the window; null = as before
     * @param groups whether they are said, coverage and notes likewise
     */
    record Due(
            String revision, boolean whole, @Nullable List<String> order, List<Row> rows, Told told, boolean groups, boolean coverage, boolean notes) {}

    /** Opaque: says nothing of other users' changes (rule R12). */
    String token() {
        return id + "." + revision;
    }

    String id() {
        return id;
    }

    String principal() {
        return principal;
    }

    String question() {
        return question;
    }

    /** Whether a client that says this revision holds what can be gone on from. */
    boolean knows(long claimed) {
        return claimed >= began && claimed <= revision && claimed > 0;
    }

    /** The next frame is for a client that has heard nothing after that revision. */
    void resume(long claimed) {
        from = claimed;
    }

    boolean resuming() {
        return from != Long.MAX_VALUE;
    }

    /** The columns that were told; null when none were. */
    @Nullable List<Place> places() {
        return places;
    }

    /** {@code ready} is told: what was held before is void. */
    void ready(List<Place> now) {
        places = now;
        steady = now.stream().allMatch(place -> !place.own() || place.lens().steady());
        revision++;
        began = revision;
        forget();
    }

    /** Nothing is held any more. */
    void forget() {
        rows = NOTHING;
        told = Told.NOTHING;
        from = Long.MAX_VALUE;
    }

    boolean empty() {
        return rows.length == 0;
    }

    /**
     * What has to be told so that the client holds this window.
     *
     * @param whole tell all of it
     */
    Optional<Due> next(List<Row> window, Told now, Sight sight, boolean whole) {
        long next = revision + 1;
        Shown[] held = new Shown[window.size()];
        List<Row> changed = new ArrayList<>();
        Map<String, Shown> elsewhere = null;
        for (int i = 0; i < held.length; i++) {
            Row row = window.get(i);
            Shown before = i < rows.length && rows[i].of(row) ? rows[i] : null;
            if (before == null) {
                elsewhere = elsewhere == null ? byKey() : elsewhere;
                before = elsewhere.get(Frames.key(row));
            }
            List<Object> own = steady && before != null && before.row == row ? before.own : own(row, sight);
            boolean has = !whole && before != null && before.since <= from && before.same(row, own);
            held[i] = has && before.row == row ? before : new Shown(row, own, has ? before.since : next);
            if (!has) {
                changed.add(row);
            }
        }
        boolean moved = elsewhere != null || held.length != rows.length || ordered > from;
        boolean again = whole || resuming();
        boolean groups = again || !java.util.Objects.equals(now.groups, told.groups);
        boolean coverage = again || !now.coverage.equals(told.coverage);
        boolean notes = again || !now.notes.equals(told.notes);
        if (!again && !moved && changed.isEmpty() && now.counted(told) && !groups && !coverage && !notes) {
            return Optional.empty();
        }
        revision = next;
        rows = held;
        ordered = moved || whole ? next : ordered;
        told = now;
        from = Long.MAX_VALUE;
        return Optional.of(new Due(token(), whole, moved && !whole ? window.stream().map(Frames::key).toList() : null, changed, now, groups, coverage, notes));
    }

    /** Only for windows that moved: a client that watches one window costs no texts. */
    private Map<String, Shown> byKey() {
        Map<String, Shown> all = HashMap.newHashMap(rows.length);
        for (Shown shown : rows) {
            all.put(Frames.key(shown.row), shown);
        }
        return all;
    }

    private List<Object> own(Row row, Sight sight) {
        List<Object> own = null;
        for (Place place : places == null ? List.<Place>of() : places) {
            if (place.own()) {
                own = own == null ? new ArrayList<>(3) : own;
                own.add(place.lens().still(row, sight));
                own.add(place.lens().began(row));
                Usage usage = place.lens().usage(row, sight);
                own.add(usage == null ? "" : usage);
            }
        }
        return own == null ? List.of() : own;
    }

    /** For memory: how many rows it keeps. */
    int size() {
        return rows.length;
    }
}
