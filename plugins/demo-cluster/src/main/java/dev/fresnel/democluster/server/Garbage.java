package dev.fresnel.democluster.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Deletion in all its forms: grace, finalizers, owners and namespaces. Always called under the store's lock. */
final class Garbage {
    private static final String FOREGROUND = "foregroundDeletion";

    private final Cluster cluster;
    private final Store store;
    private final Types types;

    Garbage(Cluster cluster, Store store, Types types) {
        this.cluster = cluster;
        this.store = store;
        this.types = types;
    }

    ObjectNode delete(ResourceType type, Stored there, Deletion deletion) {
        if (!deletion.uid().isEmpty() && !deletion.uid().equals(there.uid())) {
            throw ApiFailure.conflict(type, there.name(), "Precondition failed: UID in precondition: " + deletion.uid()
                    + ", UID in object meta: " + there.uid());
        }
        if (!deletion.version().isEmpty() && !deletion.version().equals(Long.toString(there.version()))) {
            throw ApiFailure.stale(type, there.name());
        }
        ObjectNode tree = there.tree();
        if (deletion.dryRun()) {
            return tree;
        }
        if (deletion.propagation().equals("Orphan")) {
            orphan(there);
        }
        boolean foreground = deletion.propagation().equals("Foreground") && !dependents(there).isEmpty();
        if (foreground) {
            addFinalizer(tree);
        }
        long grace = grace(type, tree, deletion);
        boolean waits = grace > 0 || !tree.path("metadata").path("finalizers").isEmpty() || type.qualified().equals("namespaces");
        if (!waits) {
            return gone(type, there);
        }
        return mark(type, there, tree, grace, foreground);
    }

    private ObjectNode mark(ResourceType type, Stored there, ObjectNode tree, long grace, boolean foreground) {
        ObjectNode meta = Json.child(tree, "metadata");
        if (!there.deleting() || grace < meta.path("deletionGracePeriodSeconds").asLong(0)) {
            meta.put("deletionTimestamp", Names.time(cluster.clock().instant().plusSeconds(grace)));
            meta.put("deletionGracePeriodSeconds", grace);
        }
        if (type.qualified().equals("namespaces")) {
            Json.child(tree, "status").put("phase", "Terminating");
        }
        ObjectNode marked = cluster.write(type, tree, WriteOptions.internal());
        if (type.qualified().equals("namespaces")) {
            empty(there.name());
        }
        if (foreground) {
            dependents(there).forEach(one -> delete(types.stored(one.resource()), one, Deletion.gracefully().foreground()));
            settle(there);
        }
        return marked;
    }

    private static void addFinalizer(ObjectNode tree) {
        ArrayNode finalizers = Json.child(tree, "metadata").withArray("finalizers");
        if (!Json.list(finalizers).contains(FOREGROUND)) {
            finalizers.add(FOREGROUND);
        }
    }

    private static long grace(ResourceType type, ObjectNode tree, Deletion deletion) {
        if (!type.qualified().equals("pods") || Json.text(tree, "spec", "nodeName").isEmpty()
                || Set.of("Succeeded", "Failed").contains(Json.text(tree, "status", "phase"))) {
            return 0;
        }
        return deletion.grace() >= 0 ? deletion.grace() : Json.at(tree, "spec", "terminationGracePeriodSeconds").asLong(30);
    }

    /** True when an object that is being deleted waits for nothing any more. */
    boolean mayGo(ResourceType type, ObjectNode tree) {
        if (type.qualified().equals("namespaces")) {
            return tree.path("spec").path("finalizers").isEmpty();
        }
        return !type.qualified().equals("pods") || Json.at(tree, "metadata", "deletionGracePeriodSeconds").asLong(0) == 0
                || Json.text(tree, "spec", "nodeName").isEmpty();
    }

    /** Takes an object out of the store and follows what hung on it. */
    ObjectNode gone(ResourceType type, Stored there) {
        Stored last = store.remove(there, cluster.selectable(type));
        if (type.qualified().equals("customresourcedefinitions.apiextensions.k8s.io")) {
            forget(there);
        }
        for (Stored one : dependents(there)) {
            boolean owned = one.owners().stream().anyMatch(uid -> !uid.equals(there.uid()) && exists(uid));
            if (!owned && !one.deleting()) {
                delete(types.stored(one.resource()), one, Deletion.gracefully());
            }
        }
        there.owners().forEach(uid -> store.everything().stream().filter(one -> one.uid().equals(uid) && one.deleting()).forEach(this::settle));
        if (!there.namespace().isEmpty()) {
            store.find("namespaces", "", there.namespace()).filter(Stored::deleting).ifPresent(this::closeIfEmpty);
        }
        return last.tree();
    }

    private boolean exists(String uid) {
        return store.everything().stream().anyMatch(one -> one.uid().equals(uid));
    }

    private List<Stored> dependents(Stored owner) {
        return store.everything().stream().filter(one -> one.owners().contains(owner.uid())).toList();
    }

    private void orphan(Stored owner) {
        for (Stored one : dependents(owner)) {
            cluster.edit(one.resource(), one.namespace(), one.name(), tree -> {
                ArrayNode kept = Json.array();
                for (JsonNode reference : tree.path("metadata").path("ownerReferences")) {
                    if (!Json.text(reference, "uid").equals(owner.uid())) {
                        kept.add(reference);
                    }
                }
                Json.child(tree, "metadata").set("ownerReferences", kept);
                return tree;
            });
        }
    }

    /** Lets an owner go that was deleted in the foreground, once the last dependent is gone. */
    private void settle(Stored owner) {
        Stored now = store.find(owner.resource(), owner.namespace(), owner.name()).orElse(owner);
        if (now.deleting() && dependents(now).isEmpty()) {
            cluster.edit(now.resource(), now.namespace(), now.name(), tree -> {
                ArrayNode kept = Json.array();
                tree.path("metadata").path("finalizers").forEach(one -> {
                    if (!one.asText().equals(FOREGROUND)) {
                        kept.add(one);
                    }
                });
                Json.child(tree, "metadata").set("finalizers", kept);
                return tree;
            });
        }
    }

    private void empty(String namespace) {
        for (Stored one : store.everything()) {
            if (one.namespace().equals(namespace) && !one.deleting()) {
                store.find(one.resource(), namespace, one.name()).ifPresent(there -> delete(types.stored(there.resource()), there, Deletion.gracefully()));
            }
        }
        store.find("namespaces", "", namespace).ifPresent(this::closeIfEmpty);
    }

    private void closeIfEmpty(Stored namespace) {
        if (store.everything().stream().noneMatch(one -> one.namespace().equals(namespace.name()))) {
            gone(types.stored("namespaces"), namespace);
        }
    }

    /** A definition takes its objects with it. */
    private void forget(Stored definition) {
        String resource = Json.text(definition.tree(), "spec", "names", "plural") + "." + Json.text(definition.tree(), "spec", "group");
        store.all(resource, "").forEach(one -> store.remove(one, List.of()));
        types.forget(definition.name());
    }
}
