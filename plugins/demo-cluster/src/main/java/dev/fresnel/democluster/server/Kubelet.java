package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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

    /**
     * Runs a program in a container until it ends.
     *
     * @return its exit code
     */
    int run(ObjectNode pod, String container, List<String> command, Terminal terminal) throws IOException, InterruptedException;

    /** What a port of a pod answers to an HTTP request, whole. */
    byte[] answer(ObjectNode pod, int port, String head);

    /** Usage of a pod in the shape of {@code PodMetrics.containers}, empty while it does not run. */
    Optional<ObjectNode> podUsage(ObjectNode pod, Instant now);

    /** Usage of a node in the shape of {@code NodeMetrics.usage}, empty while it does not answer. */
    Optional<ObjectNode> nodeUsage(ObjectNode node, Instant now);
}
