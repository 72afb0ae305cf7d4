package dev.fresnel.api.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A program that is to be held.
 *
 * @param run what to run
 * @param idle ends it when nothing was typed and nothing came for so long
 * @param longest ends it after so long in any case
 * @param pod a pod that is made for it first, under the name and namespace of {@link RunWanted#pod}, and removed with it; the platform
 *     labels it, and removes those that a crash left behind when the same caller comes again
 */
public record SessionWanted(RunWanted run, Duration idle, Duration longest, Optional<Map<String, Object>> pod) {
    public static SessionWanted of(RunWanted run) {
        return new SessionWanted(run, Duration.ofMinutes(60), Duration.ofHours(12), Optional.empty());
    }

    public SessionWanted limited(Duration idleFor, Duration atMost) {
        return new SessionWanted(run, idleFor, atMost, pod);
    }

    public SessionWanted inPod(Map<String, Object> made) {
        return new SessionWanted(run, idle, longest, Optional.of(made));
    }
}
