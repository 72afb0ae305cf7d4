package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Answers create, update, patch, delete and deletecollection. */
final class Writing {
    private static final String PATCHES = "application/json-patch+json, application/merge-patch+json, "
            + "application/strategic-merge-patch+json, application/apply-patch+yaml";

    private final Cluster cluster;
    private final Reading reading;
    private final Bodies bodies;

    Writing(Cluster cluster, Reading reading, Bodies bodies) {
        this.cluster = cluster;
        this.reading = reading;
        this.bodies = bodies;
    }

    static WriteOptions options(Query query) {
        String validation = query.text("fieldValidation");
        return new WriteOptions(query.dryRun(), validation.isEmpty() ? "Warn" : validation, false, new ArrayList<>());
    }

    DemoResponse create(Target target, DemoRequest request, Query query, Accepted accepted) {
        ResourceType type = target.type();
        WriteOptions options = options(query);
        ObjectNode tree = bodies.object(request);
        matches(type, tree);
        String namespace = target.namespace().isEmpty() ? Json.text(tree, "metadata", "namespace") : target.namespace();
        if (type.namespaced() && namespace.isEmpty()) {
            throw ApiFailure.badRequest("an empty namespace may not be set during creation");
        }
        if (type.group().equals("events.k8s.io")) {
            ObjectNode created = cluster.create(cluster.types().stored("events"), namespace, Events.core(tree), options);
            return answer(201, Events.modern(created), target, accepted, query, options);
        }
        return answer(201, cluster.create(type, namespace, tree, options), target, accepted, query, options);
    }

    private DemoResponse answer(int status, ObjectNode tree, Target target, Accepted accepted, Query query, WriteOptions options) {
        return DemoResponse.bytes(status, accepted.mediaType(), reading.answer(tree, target, accepted, query)).warned(options.warnings());
    }

    private static void matches(ResourceType type, ObjectNode tree) {
        String kind = Json.text(tree, "kind");
        String version = Json.text(tree, "apiVersion");
        if (kind.isEmpty() || version.isEmpty()) {
            throw ApiFailure.badRequest("Object '" + (kind.isEmpty() ? "Kind" : "apiVersion") + "' is missing in the body of the request");
        }
        if (!kind.equals(type.kind()) || !version.equals(type.apiVersion())) {
            throw ApiFailure.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a " + type.kind()
                    + ": the object provided is a " + kind + " of " + version);
        }
    }

    DemoResponse update(Target target, DemoRequest request, Query query, Accepted accepted) {
        WriteOptions options = options(query);
        ObjectNode tree = bodies.object(request);
        matches(target.type(), tree);
        if (!Json.text(tree, "metadata", "name").equals(target.name())) {
            throw ApiFailure.badRequest("the name of the object (" + Json.text(tree, "metadata", "name") + ") does not match the name on the URL ("
                    + target.name() + ")");
        }
        ObjectNode after = cluster.update(target.type(), target.namespace(), target.name(), tree, target.sub(), options);
        return answer(200, after, target, accepted, query, options);
    }

    DemoResponse patch(Target target, DemoRequest request, Query query, Accepted accepted) {
        WriteOptions options = options(query);
        String mediaType = Bodies.mediaType(request);
        JsonNode patch = Bodies.patch(request);
        boolean apply = mediaType.startsWith("application/apply-patch");
        if (apply && query.text("fieldManager").isEmpty()) {
            throw ApiFailure.badRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        if (apply && Reading.resource(target.type()).equals(target.type().qualified())
                && cluster.store().find(target.type().qualified(), target.namespace(), target.name()).isEmpty()) {
            ObjectNode fresh = (ObjectNode) patch;
            Json.child(fresh, "metadata").put("name", target.name());
            return answer(201, cluster.create(target.type(), target.namespace(), fresh, options), target, accepted, query, options);
        }
        UnaryOperator<ObjectNode> change = change(mediaType, patch, target.type());
        ObjectNode after = cluster.patch(target.type(), target.namespace(), target.name(), target.sub(), options, change);
        return answer(200, after, target, accepted, query, options);
    }

    UnaryOperator<ObjectNode> change(String mediaType, JsonNode patch, ResourceType type) {
        Shape shape = cluster.schemas().of(type);
        return switch (mediaType) {
            case "application/json-patch+json" -> tree -> (ObjectNode) Patches.json(tree, patch);
            case "application/merge-patch+json" -> tree -> Patches.merge(tree, patch);
            case "application/strategic-merge-patch+json" -> {
                if (type.custom()) {
                    throw ApiFailure.unsupported("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
                }
                yield tree -> Patches.strategic(tree, patch, shape);
            }
            case "application/apply-patch+yaml", "application/apply-patch+cbor" -> tree -> Patches.apply(tree, patch, shape);
            default -> throw ApiFailure.unsupported(PATCHES);
        };
    }

    DemoResponse delete(Target target, DemoRequest request, Query query, Accepted accepted) {
        Deletion deletion = Deletion.from(bodies.options(request), query);
        Stored before = reading.find(target);
        ResourceType type = cluster.types().stored(before.resource());
        ObjectNode after = cluster.delete(type, target.namespace(), target.name(), deletion);
        boolean still = deletion.dryRun() || cluster.store().find(before.resource(), target.namespace(), target.name())
                .filter(one -> one.uid().equals(before.uid())).isPresent();
        if (still || type.qualified().equals("pods")) {
            return DemoResponse.bytes(200, accepted.mediaType(), reading.answer(after, target, accepted, query));
        }
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details = status.put("status", "Success").putObject("details").put("name", target.name());
        if (!type.group().isEmpty()) {
            details.put("group", type.group());
        }
        details.put("kind", type.resource()).put("uid", before.uid());
        return DemoResponse.json(200, status);
    }

    DemoResponse deleteAll(Target target, DemoRequest request, Query query, Accepted accepted) {
        Deletion deletion = Deletion.from(bodies.options(request), query);
        List<Stored> found = cluster.store().all(Reading.resource(target.type()), target.namespace()).stream()
                .filter(reading.wanted(target, query)).toList();
        for (Stored one : found) {
            if (cluster.store().find(one.resource(), one.namespace(), one.name()).isPresent()) {
                cluster.delete(cluster.types().stored(one.resource()), one.namespace(), one.name(), deletion);
            }
        }
        Form form = reading.form(target.type(), accepted, query);
        long version = cluster.store().version();
        return DemoResponse.stream(accepted.mediaType(), false, out -> form.list(out, version, found, "", 0));
    }
}
