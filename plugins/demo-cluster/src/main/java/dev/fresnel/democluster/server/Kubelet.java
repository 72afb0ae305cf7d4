package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What only a node would know: the lines that containers wrote and what they use. The scenario plays this part. */
public interface Kubelet {
    /** One line of a container. */
    record Line(Instant time, String text) {}

    /**
     * Lines of a container in order of time.
     *
     * @param previous lines of the run before the present one
     * @param after only lines later than this
     * @param until only lines up to this
     * @param tail at most so many, the last ones; -1 for all that are kept
     */
    List<Line> lines(ObjectNode pod, String container, boolean previous, Instant after, Instant until, int tail);

    /** Usage of a pod in the shape of {@code PodMetrics.containers}, empty while it does not run. */
    Optional<ObjectNode> podUsage(ObjectNode pod, Instant now);

    /** Usage of a node in the shape of {@code NodeMetrics.usage}, empty while it does not answer. */
    Optional<ObjectNode> nodeUsage(ObjectNode node, Instant now);
}
