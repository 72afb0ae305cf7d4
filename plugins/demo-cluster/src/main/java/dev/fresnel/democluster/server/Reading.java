package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/** Answers get, list and watch. */
final class Reading {
    private final Cluster cluster;
    private final Tables tables;

    Reading(Cluster cluster, Tables tables) {
        this.cluster = cluster;
        this.tables = tables;
    }

    Form form(ResourceType type, Accepted accepted, Query query) {
        return new Form(type, accepted, query.text("includeObject"), tables, cluster.types());
    }

    DemoResponse get(Target target, Accepted accepted, Query query) {
        Stored found = find(target);
        Form form = form(target.type(), accepted, query);
        byte[] bytes = accepted.table() ? form.single(form.tree(found)) : form.bytes(found);
        return DemoResponse.bytes(200, accepted.mediaType(), bytes).warned(deprecated(target.type()));
    }

    private static List<String> deprecated(ResourceType type) {
        return type.qualified().equals("endpoints") ? List.of("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice") : List.of();
    }

    Stored find(Target target) {
        String resource = resource(target.type());
        return cluster.store().find(resource, target.namespace(), target.name())
                .orElseThrow(() -> ApiFailure.notFound(target.type(), target.name()));
    }

    /** Both groups of events are one set of objects. */
    static String resource(ResourceType type) {
        return type.group().equals("events.k8s.io") ? "events" : type.qualified();
    }

    DemoResponse collection(Target target, Accepted accepted, Query query) {
        Form form = form(target.type(), accepted, query);
        Predicate<Stored> wanted = wanted(target, query);
        if (query.flag("watch")) {
            return new Watch(cluster.store(), resource(target.type()), target.namespace(), wanted, form, query).response(accepted.mediaType()).warned(deprecated(target.type()));
        }
        long limit = query.number("limit", 0);
        Store.Snapshot snapshot = cluster.store().list(resource(target.type()), target.namespace());
        List<Stored> found = snapshot.objects().stream().filter(wanted).toList();
        String token = query.text("continue");
        long version = snapshot.version();
        if (!token.isEmpty()) {
            String[] parts = decode(token);
            version = Long.parseLong(parts[0]);
            found = found.stream().filter(one -> one.key().compareTo(parts[1]) > 0).toList();
        }
        List<Stored> page = limit > 0 && found.size() > limit ? found.subList(0, (int) limit) : found;
        String next = page.size() == found.size() ? "" : encode(version, page.getLast().key());
        long left = found.size() - page.size();
        long asOf = version;
        return DemoResponse.stream(accepted.mediaType(), false, out -> form.list(out, asOf, page, next, left)).warned(deprecated(target.type()));
    }

    Predicate<Stored> wanted(Target target, Query query) {
        Predicate<java.util.Map<String, String>> labels = Selector.labels(query.text("labelSelector"));
        Predicate<Stored> fields = Selector.fields(query.text("fieldSelector"), resource(target.type()), cluster.selectable(target.type()));
        return one -> labels.test(one.labels()) && fields.test(one);
    }

    private static String encode(long version, String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((version + "\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decode(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n", 2);
            if (parts.length == 2 && parts[0].matches("\\d{1,18}")) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            // told below, like every other broken token
        }
        throw ApiFailure.badRequest("continue key is not valid: illegal base64 data");
    }

    byte[] answer(ObjectNode tree, Target target, Accepted accepted, Query query) {
        return form(target.type(), accepted, query).single(tree);
    }
}
