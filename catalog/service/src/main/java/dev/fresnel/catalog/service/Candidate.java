package dev.fresnel.catalog.service;

import java.nio.file.Path;

/**
 * A plugin file that keeps the rules.
 *
 * @param file where it was found
 * @param digest SHA-256 of what was checked
 * @param modified when the file changed last, epoch milliseconds
 */
record Candidate(Path file, Passport passport, String digest, long modified) {
    String id() {
        return passport.id();
    }

    String name() {
        return String.valueOf(file.getFileName());
    }
}
