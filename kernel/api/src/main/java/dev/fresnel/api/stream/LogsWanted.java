package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;

/**
 * Which log, and how much of it.
 *
 * @param pod the pod
 * @param container {@code ""} = its only one
 * @param previous that of the container before its last restart
 * @param follow goes on while the container does
 * @param sinceSeconds how far back, 0 = from the beginning
 * @param tail last lines only, -1 = all
 */
public record LogsWanted(ObjectRef pod, String container, boolean previous, boolean follow, long sinceSeconds, long tail) {
    public static LogsWanted of(ObjectRef pod, String container) {
        return new LogsWanted(pod, container, false, false, 0, -1);
    }

    public LogsWanted following() {
        return new LogsWanted(pod, container, previous, true, sinceSeconds, tail);
    }
}
