package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Which log, and how much of it.
 *
 * @param pod the pod
 * @param container {@code ""} = its only one
 * @param previous that of the container before its last restart
 * @param follow goes on while the container does
 * @param sinceSeconds how far back, 0 = from the beginning; not together with {@code since}
 * @param since lines from then on. The API server knows whole seconds only: earlier lines of that second come too
 * @param tail last lines only, -1 = all
 * @param limit bytes after which the log ends, also within a line; 0 = none
 */
public record LogsWanted(ObjectRef pod, String container, boolean previous, boolean follow, long sinceSeconds, Optional<Instant> since, long tail, long limit) {
    public LogsWanted(ObjectRef pod, String container, boolean previous, boolean follow, long sinceSeconds, long tail) {
        this(pod, container, previous, follow, sinceSeconds, Optional.empty(), tail, 0);
    }

    public static LogsWanted of(ObjectRef pod, String container) {
        return new LogsWanted(pod, container, false, false, 0, -1);
    }

    public LogsWanted following() {
        return new LogsWanted(pod, container, previous, true, sinceSeconds, since, tail, limit);
    }

    /** The log of the run before the last restart. */
    public LogsWanted before() {
        return new LogsWanted(pod, container, true, false, sinceSeconds, since, tail, limit);
    }

    /** Lines from then on. */
    public LogsWanted from(Instant then) {
        return new LogsWanted(pod, container, previous, follow, 0, Optional.of(then), tail, limit);
    }

    /** The last lines only. */
    public LogsWanted last(long lines) {
        return new LogsWanted(pod, container, previous, follow, sinceSeconds, since, lines, limit);
    }

    /** At most so many bytes. */
    public LogsWanted upTo(long bytes) {
        return new LogsWanted(pod, container, previous, follow, sinceSeconds, since, tail, bytes);
    }
}
