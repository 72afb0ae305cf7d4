package dev.fresnel.catalog.index.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the world outside is reached.
 *
 * @param addresses which may be asked
 * @param authorities PEM file with further certificate authorities, besides those of the Java runtime
 * @param connect how long a connection may take
 * @param idle how long nothing may come
 * @param whole how long one transfer may take
 * @param attempts how often what may pass is tried
 * @param pause before the second attempt; doubles with each
 */
public record Reach(
        Addresses addresses, Optional<Proxy> proxy, Credentials credentials, Optional<Path> authorities, Duration connect, Duration idle, Duration whole, int attempts, Duration pause) {
    /** As an admin's sources are reached when nothing else is said. */
    public static final Reach USUAL = new Reach(
            Addresses.CONFIGURED, Optional.empty(), Credentials.NONE, Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(15), 4, Duration.ofMillis(500));

    public Reach with(Addresses others) {
        return new Reach(others, proxy, credentials, authorities, connect, idle, whole, attempts, pause);
    }

    public Reach with(Credentials others) {
        return new Reach(addresses, proxy, others, authorities, connect, idle, whole, attempts, pause);
    }

    public Reach through(Optional<Proxy> other) {
        return new Reach(addresses, other, credentials, authorities, connect, idle, whole, attempts, pause);
    }

    public Reach trusting(Path file) {
        return new Reach(addresses, proxy, credentials, Optional.of(file), connect, idle, whole, attempts, pause);
    }

    public Reach within(Duration longestConnect, Duration longestIdle, Duration longestWhole) {
        return new Reach(addresses, proxy, credentials, authorities, longestConnect, longestIdle, longestWhole, attempts, pause);
    }

    public Reach trying(int times, Duration firstPause) {
        return new Reach(addresses, proxy, credentials, authorities, connect, idle, whole, times, firstPause);
    }
}
