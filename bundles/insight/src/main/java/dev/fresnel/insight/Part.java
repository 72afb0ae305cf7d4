package dev.fresnel.insight;

/**
 * One part of the platform and whether it is up.
 *
 * @param name the bundle's word, or the name that a part gave itself
 * @param why in words without names of clusters or users; {@code ""} when it is up
 */
record Part(String name, boolean up, String why) {
    static Part of(String name, String why) {
        return new Part(name, why.isEmpty(), why);
    }
}
