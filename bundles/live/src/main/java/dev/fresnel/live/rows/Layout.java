package dev.fresnel.live.rows;

import dev.fresnel.live.column.Lens;
import dev.fresnel.live.column.Lenses;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Header;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The columns of a channel: those that were asked for, else those of its clusters' Tables together, since versions may differ. */
final class Layout {
    private final Params params;
    private final Map<String, Column> table = new LinkedHashMap<>();
    private final Map<Header, Boolean> known = new IdentityHashMap<>();
    private List<Place> places = List.of();
    private List<Extract> shown = List.of();

    /** One column and how it looks at rows. */
    record Place(Column column, Lens lens, boolean own) {}

    Layout(Params params) {
        this.params = params;
    }

    void add(Header header) {
        header.columns().forEach(column -> table.putIfAbsent(column.id(), column));
        known.clear();
        places = params.columns().isEmpty() ? ofTable() : asked();
        shown = places.stream().flatMap(place -> place.lens().extracts().stream()).distinct().toList();
    }

    private List<Place> ofTable() {
        // Nothing is read out of objects for the Table's own columns.
        Lenses lenses = new Lenses(params.resource(), params.lease());
        List<Place> all = new ArrayList<>(table.values().stream()
                .filter(column -> params.wide() || column.priority() == 0)
                .map(column -> new Place(column, lenses.table(column.id()), false))
                .toList());
        for (Lens lens : lenses.added()) {
            all.add(new Place(Objects.requireNonNull(Lenses.own(lens)), lens, true));
        }
        return List.copyOf(all);
    }

    private List<Place> asked() {
        List<Place> found = new ArrayList<>();
        for (Lens lens : params.columns()) {
            Column own = Lenses.own(lens);
            Column column = own == null ? table.get(lens.id()) : own;
            if (column != null) {
                found.add(new Place(column, lens, own != null));
            }
        }
        return found;
    }

    /** Whether every column of that header has been heard of. */
    boolean knows(Header header) {
        return known.computeIfAbsent(header, h -> h.columns().stream().allMatch(column -> table.containsKey(column.id())));
    }

    List<Place> places() {
        return places;
    }

    /** What must have been read out of the rows of a window. */
    List<Extract> shown() {
        return shown;
    }

    /** Whether both show the same columns. */
    boolean alike(@Nullable List<Place> other) {
        return other != null && columns(places).equals(columns(other));
    }

    private static List<Column> columns(List<Place> places) {
        return places.stream().map(Place::column).toList();
    }

    /** All columns of the Tables. */
    List<Column> table() {
        return List.copyOf(table.values());
    }

    /** Our columns that may be asked for by name. */
    List<Column> offers() {
        return Lenses.offers(params.resource(), params.lease().plugins());
    }
}
