package dev.fresnel.catalog.service.bundle;

/**
 * A bundle file that keeps the rules and lies in the store.
 *
 * @param digest SHA-256 of what was checked
 * @param source name of where it came from
 * @param file its path there
 * @param modified when that file changed last, epoch milliseconds; 0 = nobody knows
 */
public record Build(Passport passport, String digest, String source, String file, long modified) {
    public String id() {
        return passport.id();
    }

    /** The file's name, for people. */
    public String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** {@code hello 1.0.0}. */
    @Override
    public String toString() {
        return id() + " " + passport.version();
    }
}
