package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Quantities;
import dev.fresnel.democluster.server.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** What everything uses: pure functions of the object and the time, so that nothing needs to be kept. */
final class Load {
    private static final double WAVE_SECONDS = 780;
    private static final int WINDOW_SECONDS = 15;

    private final Cluster cluster;
    private final Images images;
    private final Nodes nodes;

    Load(Cluster cluster, Images images, Nodes nodes) {
        this.cluster = cluster;
        this.images = images;
        this.nodes = nodes;
    }

    private static double noise(String what, long window) {
        return new SplittableRandom(what.hashCode() * 31L + window).nextDouble();
    }

    /** Between 0 and 1, up and down in a quarter of an hour, each workload in its own time. */
    static double wave(String what, Instant now) {
        double phase = (what.hashCode() & 0xffff) / 65536.0;
        return 0.5 + 0.5 * Math.sin(2 * Math.PI * (now.getEpochSecond() / WAVE_SECONDS + phase));
    }

    /** Thousandths of a processor of one running container. */
    long cpu(JsonNode pod, JsonNode container, Instant now) {
        Images.Behaviour behaviour = images.of(Json.text(container, "image"));
        String app = Json.text(pod, "metadata", "namespace") + Json.text(pod, "metadata", "labels", "app.kubernetes.io/name");
        long window = now.getEpochSecond() / WINDOW_SECONDS;
        double factor = 0.55 + 0.75 * wave(app, now) + 0.3 * noise(Json.text(pod, "metadata", "uid") + "cpu", window);
        return Math.max(1, Math.round(behaviour.cpu() * factor));
    }

    /** Bytes of one running container; one that dies of memory climbs to its limit. */
    long memory(JsonNode pod, JsonNode container, Instant started, Instant now) {
        Images.Behaviour behaviour = images.of(Json.text(container, "image"));
        double factor = 0.92 + 0.1 * wave(Json.text(pod, "metadata", "uid"), now) + 0.03 * noise(Json.text(pod, "metadata", "uid"), now.getEpochSecond() / WINDOW_SECONDS);
        if (behaviour.oom() > 0) {
            long limit = Math.max(Quantities.bytes(Json.text(container, "resources", "limits", "memory")), 64L << 20);
            double part = Math.min(0.99, 0.25 + 0.75 * Duration.between(started, now).toSeconds() / behaviour.oom());
            return (long) (limit * part);
        }
        return (long) ((behaviour.memory() << 20) * factor);
    }

    Optional<ObjectNode> pod(ObjectNode pod, Instant now) {
        if (!"Running".equals(Json.text(pod, "status", "phase")) || nodes.silent(Json.text(pod, "spec", "nodeName"))) {
            return Optional.empty();
        }
        ObjectNode usage = Json.object();
        usage.putArray("containers");
        for (JsonNode container : Json.at(pod, "spec", "containers")) {
            String started = Json.at(pod, "status", "containerStatuses").valueStream().filter(one -> Json.text(one, "name").equals(Json.text(container, "name")))
                    .map(one -> Json.text(one, "state", "running", "startedAt")).findFirst().orElse("");
            if (!started.isEmpty()) {
                ObjectNode row = usage.withArray("containers").addObject().put("name", Json.text(container, "name"));
                row.putObject("usage").put("cpu", cpu(pod, container, now) * 1_000_000 + now.getEpochSecond() % 977 + "n")
                        .put("memory", memory(pod, container, Instant.parse(started), now) / 1024 + "Ki");
            }
        }
        return usage.path("containers").isEmpty() ? Optional.empty() : Optional.of(usage);
    }

    /** A node uses what its pods use, and something for itself. */
    Optional<ObjectNode> node(ObjectNode node, Instant now) {
        String name = Json.text(node, "metadata", "name");
        if (nodes.silent(name)) {
            return Optional.empty();
        }
        long cpu = 60 + Math.round(40 * noise(name, now.getEpochSecond() / WINDOW_SECONDS));
        long memory = 700L << 20;
        for (Stored pod : cluster.store().all("pods", "")) {
            if (name.equals(pod.field("spec.nodeName"))) {
                for (JsonNode container : pod(pod.tree(), now).map(usage -> usage.path("containers")).orElse(Json.array())) {
                    cpu += Quantities.millis(Json.text(container, "usage", "cpu"));
                    memory += Quantities.bytes(Json.text(container, "usage", "memory"));
                }
            }
        }
        return Optional.of(Json.object().put("cpu", cpu * 1_000_000 + "n").put("memory", memory / 1024 + "Ki"));
    }
}
