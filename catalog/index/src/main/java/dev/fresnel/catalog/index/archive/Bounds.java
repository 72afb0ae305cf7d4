package dev.fresnel.catalog.index.archive;

/**
 * How much a bundle file may hold.
 *
 * @param bytes of the file
 * @param entries of it and of all jars nested in it
 * @param inflated bytes of it and of all jars nested in it
 * @param ratio how many times larger than packed an entry, and the whole, may become
 */
public record Bounds(long bytes, int entries, long inflated, int ratio) {
    public static final Bounds USUAL = new Bounds(50L << 20, 5_000, 200L << 20, 100);
}
