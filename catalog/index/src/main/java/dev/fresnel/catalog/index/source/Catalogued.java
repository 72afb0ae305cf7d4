package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import java.util.Optional;

/** A source that has an index, whose documents can be copied as they are. */
public interface Catalogued extends Source {
    /** {@code index.json}, {@code keys.json} and what signs them; empty when there is no such document. */
    Optional<byte[]> document(String name, long limit) throws Refusal, InterruptedException;
}
