package dev.fresnel.live.column;

import org.jspecify.annotations.Nullable;

/** Numbers behind a cell of {@code cpu} or {@code memory}, in cores or bytes; null = not known, which is never 0. */
public record Usage(@Nullable Double used, @Nullable Double request, @Nullable Double limit, @Nullable Double allocatable) {
    public boolean isEmpty() {
        return used == null && request == null && limit == null && allocatable == null;
    }
}
