package dev.fresnel.switchboard;

import java.time.Duration;

/**
 * How long the switchboard waits for plugins.
 *
 * @param probe start, creation and all checks of a candidate; whoever changed something knows within 10 s that it was refused
 * @param drain until the last lease of a former build is closed
 * @param job until a former job has ended
 * @param rest between an unloading and the look whether its classes are gone
 */
record Patience(Duration probe, Duration drain, Duration job, Duration rest) {
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(9), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(60));
}
