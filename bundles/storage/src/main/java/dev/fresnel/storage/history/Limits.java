package dev.fresnel.storage.history;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param each changes of one object
 * @param all changes of all objects
 * @param bytes of what all changes say
 * @param age how old a change may become
 * @param trim how often it is looked whether that holds
 */
record Limits(int each, int all, long bytes, Duration age, Duration trim) {
    static final Limits USUAL = new Limits(100, 100_000, 64L << 20, Duration.ofDays(7), Duration.ofSeconds(30));
}
