package dev.fresnel.e2e.oracle;

/**
 * A user of the comparison.
 *
 * @param word short name, in names of objects and in reports
 * @param name as the API server knows them
 * @param token theirs
 */
record Subject(String word, String name, String token) {
    /** As part of an object's name. */
    String canary() {
        return name.replace(':', '.');
    }

    @Override
    public String toString() {
        return word;
    }
}
