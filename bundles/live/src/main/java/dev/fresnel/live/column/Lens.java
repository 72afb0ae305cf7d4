package dev.fresnel.live.column;

import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one column looks at a row. */
public interface Lens {
    /** What {@code kubectl} prints where there is nothing. */
    String NOTHING = "<none>";

    String id();

    /** What must have been read out of a row's object before anything else is asked of it here. */
    default List<Extract> extracts() {
        return List.of();
    }

    /** Whether it shows figures of metrics.k8s.io. */
    default boolean measured() {
        return false;
    }

    /** Whether the same row always has the same cell, ageing aside: nothing is read out of its object later, and no figure is in it. */
    default boolean steady() {
        return !measured() && extracts().isEmpty();
    }

    /** The cell as it reads now. */
    String text(Row row, Sight sight, long now);

    /** The cell without a time in it that ages: what filters look at and groups are made by. */
    default String still(Row row, Sight sight) {
        return text(row, sight, 0);
    }

    /** The part of the text that ages; {@code ""} when nothing does. */
    default String aging(Row row, long now) {
        return "";
    }

    /** When that began, epoch ms. */
    default long began(Row row) {
        return 0;
    }

    /** What rows are ordered by. */
    default Value value(Row row, Sight sight) {
        return Value.parse(still(row, sight));
    }

    /** Numbers behind the text. */
    default @Nullable Usage usage(Row row, Sight sight) {
        return null;
    }
}
