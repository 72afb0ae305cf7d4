package dev.fresnel.api.job;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Work that the platform runs on a thread of the plugin's own while its generation serves: one at a time in all
 * generations; a new one starts after the old one has ended.
 */
@ConsumerType
@FunctionalInterface
public interface Job {
    /** Runs until it is done or interrupted. Interruption means: end within 5 s. */
    void run() throws InterruptedException;
}
