package dev.fresnel.live.rows;

import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.column.Usage;
import dev.fresnel.live.rows.Layout.Place;
import dev.fresnel.live.store.Row;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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

    private final String id = random();
    private final String principal;
    private final String question;
    private long revision;
    private long began;
    private long from = Long.MAX_VALUE;
    private @Nullable List<Place> places;
    private Map<String, Shown> rows = new LinkedHashMap<>();
    private List<String> order = List.of();
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
        revision++;
        began = revision;
        forget();
    }

    /** Nothing is held any more. */
    void forget() {
        rows = new LinkedHashMap<>();
        order = List.of();
        told = Told.NOTHING;
        from = Long.MAX_VALUE;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    /**
     * What has to be told so that the client holds this window.
     *
     * @param whole tell all of it
     */
    Optional<Due> next(List<Row> window, Told now, Sight sight, boolean whole) {
        long next = revision + 1;
        Map<String, Shown> held = LinkedHashMap.newLinkedHashMap(window.size());
        List<Row> changed = new ArrayList<>();
        List<String> keys = new ArrayList<>(window.size());
        for (Row row : window) {
            String key = Frames.key(row);
            List<Object> own = own(row, sight);
            Shown before = rows.get(key);
            boolean has = !whole && before != null && before.since <= from && before.same(row, own);
            held.put(key, new Shown(row, own, has ? before.since : next));
            keys.add(key);
            if (!has) {
                changed.add(row);
            }
        }
        boolean moved = !keys.equals(order) || ordered > from;
        boolean again = whole || resuming();
        boolean groups = again || !java.util.Objects.equals(now.groups, told.groups);
        boolean coverage = again || !now.coverage.equals(told.coverage);
        boolean notes = again || !now.notes.equals(told.notes);
        if (!again && !moved && changed.isEmpty() && now.counted(told) && !groups && !coverage && !notes) {
            return Optional.empty();
        }
        revision = next;
        rows = held;
        order = keys;
        ordered = moved || whole ? next : ordered;
        told = now;
        from = Long.MAX_VALUE;
        return Optional.of(new Due(token(), whole, moved && !whole ? keys : null, changed, now, groups, coverage, notes));
    }

    private List<Object> own(Row row, Sight sight) {
        List<Object> own = new ArrayList<>();
        for (Place place : places == null ? List.<Place>of() : places) {
            if (place.own()) {
                own.add(place.lens().still(row, sight));
                own.add(place.lens().began(row));
                Usage usage = place.lens().usage(row, sight);
                own.add(usage == null ? "" : usage);
            }
        }
        return own;
    }

    /** For memory: how many rows it keeps. */
    int size() {
        return rows.size();
    }
}
