package dev.fresnel.catalog.service.ledger;

import dev.fresnel.catalog.service.bundle.Build;

/**
 * A build in the store.
 *
 * @param digest SHA-256, hex
 * @param source name of the source that it came from
 * @param file its path there
 */
public record Kept(String digest, String version, String source, String file) {
    /** The name of every plugins folder as a source. */
    public static final String FOLDER = "folder";

    public static Kept of(Build build) {
        return new Kept(build.digest(), build.passport().version().toString(), build.source(), build.file());
    }

    /** The file's name, for people. */
    public String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    public boolean fromFolder() {
        return source.equals(FOLDER);
    }
}
