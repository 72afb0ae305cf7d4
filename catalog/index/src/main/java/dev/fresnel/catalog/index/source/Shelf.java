package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Progress;
import dev.fresnel.catalog.api.Refusal;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of one catalog stand: a folder, a zip file, a web server, a registry. */
interface Shelf extends AutoCloseable {
    /** A document beside the index; empty when there is none. */
    Optional<byte[]> document(String name, long limit) throws Refusal, InterruptedException;

    /** Forgets what was read, so that the next look reads all of it again. */
    default void forget() {}

    /**
     * Brings the file of an entry; what arrives is checked by the caller.
     *
     * @param location one that stands in the entry, relative to the index
     */
    void bring(Entry entry, String location, Path target, Progress progress) throws Refusal, InterruptedException;

    @Override
    void close();
}
