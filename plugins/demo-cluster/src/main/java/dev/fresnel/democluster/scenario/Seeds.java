package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Names;
import java.time.Duration;
import java.time.Instant;

/** Plants the world from its data files: every row at the time when it is said to have happened. */
final class Seeds {
    private final Cluster cluster;
    private final Agenda agenda;
    private final Nodes nodes;
    private final Karpenter karpenter;
    private final Instant now;

    Seeds(Cluster cluster, Agenda agenda, Nodes nodes, Karpenter karpenter, Instant now) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.nodes = nodes;
        this.karpenter = karpenter;
        this.now = now;
    }

    /** Notes everything in the agenda and tells when it begins. */
    Instant plant() {
        Instant begin = ago("400d");
        agenda.at(begin, () -> Json.data("crds.json.gz").forEach(crd -> cluster.create("customresourcedefinitions.apiextensions.k8s.io", (ObjectNode) crd)));
        Json.data("world/objects.json").forEach(row -> at(row, () -> object(row)));
        Json.data("world/nodes.json").forEach(row -> at(row, () -> node(row)));
        Json.data("world/company.json").forEach(row -> {
            Instant rolled = ago(row.path("rolled").asText(row.path("born").asText()));
            agenda.at(rolled, () -> Workload.of(row, Names.time(ago(Json.text(row, "born")))).plant(cluster));
            row.path("then").forEach(step -> at(step, () -> image(row, Json.text(step, "image"))));
        });
        return begin;
    }

    private void at(JsonNode row, Runnable work) {
        agenda.at(ago(row.path("born").asText("300d")), work);
    }

    /** The time so long ago: {@code 93d}, {@code 5h}, {@code 25m}. */
    private Instant ago(String text) {
        return now.minus(duration(text));
    }

    static Duration duration(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> Duration.ofDays(number);
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private void object(JsonNode row) {
        for (JsonNode name : row.has("names") ? row.path("names") : Json.array().add("")) {
            for (JsonNode namespace : row.has("namespaces") ? row.path("namespaces") : Json.array().add("")) {
                ObjectNode object = row.path("object").deepCopy();
                if (!name.asText().isEmpty()) {
                    Json.child(object, "metadata").put("name", name.asText());
                }
                if (!namespace.asText().isEmpty()) {
                    Json.child(object, "metadata").put("namespace", namespace.asText());
                }
                cluster.create(Json.text(row, "resource"), object);
            }
        }
    }

    private void node(JsonNode row) {
        if (row.has("claim")) {
            karpenter.settled(row);
        } else {
            nodes.add(row);
        }
    }

    private void image(JsonNode row, String image) {
        String resource = Workload.resource(Json.text(row, "kind"));
        cluster.edit(resource, Json.text(row, "ns"), Json.text(row, "name"), tree -> {
            ((ObjectNode) Json.at(tree, "spec", "template", "spec", "containers").path(0)).put("image", image);
            return tree;
        });
    }
}
