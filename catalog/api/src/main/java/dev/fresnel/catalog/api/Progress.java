package dev.fresnel.catalog.api;

/** Is told how far a transfer is, from the thread that transfers. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /** @param total in bytes, -1 when nobody knows */
    void at(long done, long total);
}
