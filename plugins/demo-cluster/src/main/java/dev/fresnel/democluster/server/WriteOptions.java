package dev.fresnel.democluster.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How a write is meant.
 *
 * @param validation Strict, Warn or Ignore
 * @param trusted true for our own controllers, whose objects may carry status, times and names of their own
 * @param warnings what is said about the write in {@code Warning} headers
 */
public record WriteOptions(boolean dryRun, String validation, boolean trusted, List<String> warnings) {

    /** A write of a controller. */
    public static WriteOptions internal() {
        return new WriteOptions(false, "Ignore", true, new ArrayList<>());
    }
}
