package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The subresources with a form of their own: scale, eviction, binding, token. */
final class Subresources {
    private static final Map<String, String> PLAIN_SCALE = Map.of("specReplicasPath", ".spec.replicas", "statusReplicasPath", ".status.replicas");

    private final Cluster cluster;
    private final Reading reading;
    private final Writing writing;
    private final Bodies bodies;

    Subresources(Cluster cluster, Reading reading, Writing writing, Bodies bodies) {
        this.cluster = cluster;
        this.reading = reading;
        this.writing = writing;
        this.bodies = bodies;
    }

    /** Answers a request for a subresource, or nothing when it is the object's own form (status, finalize, approval…). */
    Optional<DemoResponse> answer(Target target, DemoRequest request, Query query) {
        return switch (target.sub()) {
            case "scale" -> Optional.of(scale(target, request, query));
            case "eviction" -> Optional.of(evict(target, request, query));
            case "binding" -> Optional.of(bind(target, request));
            case "token" -> Optional.of(token(target, request));
            case "log", "status", "finalize", "approval", "ephemeralcontainers", "resize" -> Optional.empty();
            default -> throw ApiFailure.badRequest("the demo cluster has no " + target.type().resource() + "/" + target.sub());
        };
    }

    private DemoResponse scale(Target target, DemoRequest request, Query query) {
        Map<String, String> paths = target.type().custom() ? cluster.find("customresourcedefinitions.apiextensions.k8s.io", "", target.type().definition())
                .map(crd -> cluster.types().scalePaths(crd, target.type().version())).orElse(PLAIN_SCALE) : PLAIN_SCALE;
        ObjectNode object = reading.find(target).tree();
        ObjectNode scale = scaleOf(object, paths);
        if (request.method().equals("GET")) {
            return DemoResponse.json(200, scale);
        }
        WriteOptions options = Writing.options(query);
        ObjectNode wanted;
        if (request.method().equals("PUT")) {
            wanted = bodies.object(request);
        } else {
            UnaryOperator<ObjectNode> change = writing.change(Bodies.mediaType(request), Bodies.patch(request), cluster.types().stored(target.type().qualified()));
            wanted = change.apply(scale.deepCopy());
        }
        String version = Json.text(wanted, "metadata", "resourceVersion");
        JsonNode replicas = Json.at(wanted, "spec", "replicas");
        if (replicas.asLong(0) < 0) {
            throw ApiFailure.invalid(target.type(), target.name(), List.of(new ApiFailure.Cause("spec.replicas", "FieldValueInvalid",
                    "Invalid value: " + replicas.asLong() + ": must be greater than or equal to 0")));
        }
        String[] path = paths.get("specReplicasPath").substring(1).split("\\.");
        ObjectNode after = cluster.patch(target.type(), target.namespace(), target.name(), "", options, tree -> {
            if (!version.isEmpty() && request.method().equals("PUT")) {
                Json.child(tree, "metadata").put("resourceVersion", version);
            }
            ObjectNode parent = Json.child(tree, java.util.Arrays.copyOf(path, path.length - 1));
            parent.put(path[path.length - 1], replicas.asInt(0));
            return tree;
        });
        return DemoResponse.json(200, scaleOf(after, paths));
    }

    private static ObjectNode scaleOf(ObjectNode object, Map<String, String> paths) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        meta.setAll((ObjectNode) object.path("metadata").deepCopy());
        meta.retain("name", "namespace", "uid", "resourceVersion", "creationTimestamp");
        ObjectNode spec = scale.putObject("spec");
        int wanted = JsonPath.find(object, paths.get("specReplicasPath")).asInt(0);
        if (wanted != 0) {
            spec.put("replicas", wanted);
        }
        scale.putObject("status").put("replicas", JsonPath.find(object, paths.getOrDefault("statusReplicasPath", ".status.replicas")).asInt(0));
        JsonNode selector = paths.containsKey("labelSelectorPath") ? JsonPath.find(object, paths.get("labelSelectorPath")) : Json.at(object, "spec", "selector");
        String words = selector.isTextual() ? selector.asText() : selector.isObject() ? Selector.words(selector) : "";
        if (!words.isEmpty()) {
            scale.withObject("status").put("selector", words);
        }
        return scale;
    }

    private DemoResponse evict(Target target, DemoRequest request, Query query) {
        ObjectNode eviction = bodies.object(request);
        Stored pod = reading.find(target);
        for (Stored one : cluster.store().all("poddisruptionbudgets.policy", target.namespace())) {
            ObjectNode budget = one.tree();
            if (Selector.of(Json.at(budget, "spec", "selector")).test(pod.labels()) && healthy(pod)
                    && Json.at(budget, "status", "disruptionsAllowed").asInt(0) <= 0) {
                throw refused(budget);
            }
        }
        Deletion deletion = Deletion.from(eviction.path("deleteOptions"), query);
        cluster.delete("pods", target.namespace(), target.name(), deletion);
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return DemoResponse.json(201, status.put("status", "Success").put("code", 201));
    }

    private static boolean healthy(Stored pod) {
        return Printers.condition(pod.tree(), "Ready");
    }

    private static ApiFailure refused(ObjectNode budget) {
        String name = Json.text(budget, "metadata", "name");
        ObjectNode details = Json.object();
        details.putArray("causes").addObject().put("reason", "DisruptionBudget").put("message", "The disruption budget " + name + " needs "
                + Json.at(budget, "status", "desiredHealthy").asInt() + " healthy pods and has " + Json.at(budget, "status", "currentHealthy").asInt() + " currently");
        return ApiFailure.tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", details);
    }

    private DemoResponse bind(Target target, DemoRequest request) {
        ObjectNode binding = bodies.object(request);
        cluster.edit("pods", target.namespace(), target.name(), pod -> {
            Json.child(pod, "spec").put("nodeName", Json.text(binding, "target", "name"));
            return pod;
        });
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return DemoResponse.json(201, status.put("status", "Success").put("code", 201));
    }

    /** A token with the right form that opens nothing: the demo cluster knows one secret only, and this is not it. */
    private DemoResponse token(Target target, DemoRequest request) {
        reading.find(target);
        ObjectNode review = bodies.object(request);
        long seconds = Json.at(review, "spec", "expirationSeconds").asLong(3600);
        Instant until = cluster.clock().instant().plusSeconds(seconds);
        ObjectNode claims = Json.object().put("sub", "system:serviceaccount:" + target.namespace() + ":" + target.name()).put("exp", until.getEpochSecond());
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        review.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        review.putObject("status").put("token", head + "." + base64.encodeToString(Json.bytes(claims)) + ".demo").put("expirationTimestamp", Names.time(until));
        return DemoResponse.json(201, review);
    }
}
