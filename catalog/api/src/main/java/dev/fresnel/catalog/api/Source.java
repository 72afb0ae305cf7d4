package dev.fresnel.catalog.api;

import java.nio.file.Path;

/** Where plugins come from: a folder, a file, a catalog, a Maven repository, an OCI registry. Safe for use by several threads. */
public interface Source extends AutoCloseable {
    /** What it is. */
    enum Kind {
        FOLDER,
        FILE,
        CATALOG,
        MAVEN,
        OCI
    }

    Kind kind();

    /** As it was configured, without credentials. */
    String name();

    /**
     * Asks what there is; what did not change since the last time is not transferred again.
     *
     * @throws Refusal when nothing can be told; a passing reason has been tried several times
     */
    Look look() throws Refusal, InterruptedException;

    /**
     * Brings the file of an entry. Size and SHA-256 are those of the entry, or nothing is left at the target. Trust and archive
     * are judged by the caller.
     *
     * @param target a file that does not exist yet, in a folder of the caller's own
     */
    void fetch(Entry entry, Path target, Progress progress) throws Refusal, InterruptedException;

    @Override
    void close();
}
