package dev.fresnel.live.store;

import dev.fresnel.spi.history.Chronicle.Place;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Is told what stores see while somebody entitled holds them; called under a store's lock and must return at once. */
public interface Witness {
    Witness NONE = new Witness() {
        @Override
        public void began(Place place, String namespace) {}

        @Override
        public void ended(Place place, String namespace) {}

        @Override
        public void changed(Sighting sighting) {}
    };

    /** From now on changes are seen. @param namespace {@code ""} = of all namespaces */
    void began(Place place, String namespace);

    /** No longer. */
    void ended(Place place, String namespace);

    void changed(Sighting sighting);

    /**
     * One object before and after.
     *
     * @param scope what the store covers
     * @param before its JSON text without managed fields; null = it is new
     * @param after null = it is gone
     * @param authors as {@link Authors} writes them; {@code ""} = not known
     * @param between whether more than one change may lie between both: the list was read anew
     */
    record Sighting(
            Place place, Scope scope, String namespace, String name, String uid, long version,
            @Nullable Supplier<byte[]> before, @Nullable Supplier<byte[]> after, String authors, boolean between) {}
}
