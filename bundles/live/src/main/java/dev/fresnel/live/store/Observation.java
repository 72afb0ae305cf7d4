package dev.fresnel.live.store;

import dev.fresnel.spi.history.Chronicle.Place;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes on what changes in one store, as long as it is complete and somebody entitled holds it (rule R16). */
final class Observation {
    static final Observation NONE = new Observation(Witness.NONE, new Place("", "", "", ""), null);

    /** Seconds between a change and our hearing of it. */
    private static final int NOW = 3;

    private final Witness witness;
    private final Place place;
    private final @Nullable Scope scope;
    private boolean held;
    private boolean complete;
    private boolean over;
    private volatile boolean on;

    Observation(Witness witness, Place place, @Nullable Scope scope) {
        this.witness = witness;
        this.place = place;
        this.scope = scope;
    }

    synchronized void held(boolean now) {
        held = now;
        settle();
    }

    synchronized void complete(boolean now) {
        complete = now;
        settle();
    }

    synchronized void end() {
        over = true;
        settle();
    }

    private void settle() {
        boolean now = scope != null && held && complete && !over;
        if (now != on && scope != null) {
            on = now;
            if (now) {
                witness.began(place, scope.namespace());
            } else {
                witness.ended(place, scope.namespace());
            }
        }
    }

    /** Under the store's lock. @param between whether a list that was read anew told of it */
    void changed(@Nullable Row before, @Nullable Row after, boolean between) {
        Row row = after == null ? before : after;
        if (!on || row == null || scope == null || before != null && after != null && before.facts().version == after.facts().version) {
            return;
        }
        witness.changed(new Witness.Sighting(
                place, scope, row.namespace(), row.name(), row.uid(), row.facts().version, body(before), body(after), authors(before, after), between));
    }

    /** Times are whole seconds: what is no newer than what was before, and not of now, says nothing of this change. */
    private static String authors(@Nullable Row before, @Nullable Row after) {
        if (after == null) {
            return "";
        }
        int authored = after.facts().authored;
        boolean old = before != null && authored != 0 && authored <= before.facts().authored && System.currentTimeMillis() / 1000 - authored > NOW;
        return old ? Authors.scalers(after.facts().authors) : after.facts().authors;
    }

    private static @Nullable Supplier<byte[]> body(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        Row.Facts facts = row.facts();
        return () -> facts.header.packer().unpack(facts.packed);
    }
}
