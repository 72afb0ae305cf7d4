package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;

/** The recorded templates of stateful and daemon sets. */
final class Revisions {
    private static final String NAME = "controllerrevisions.apps";

    private Revisions() {}

    /** The name of the revision of the present template; it is recorded when it is new. */
    static String of(Cluster cluster, ObjectNode owner) {
        String hash = Pods.hash(owner.path("spec").path("template"));
        String name = Json.text(owner, "metadata", "name") + "-" + hash;
        String namespace = Json.text(owner, "metadata", "namespace");
        if (cluster.store().find(NAME, namespace, name).isEmpty()) {
            String uid = Json.text(owner, "metadata", "uid");
            long number = cluster.store().all(NAME, namespace).stream().filter(one -> one.owners().contains(uid)).map(Stored::tree)
                    .mapToLong(one -> one.path("revision").asLong()).max().orElse(0);
            ObjectNode revision = Json.object();
            ObjectNode meta = revision.putObject("metadata").put("name", name).put("namespace", namespace);
            meta.set("labels", owner.path("spec").path("template").path("metadata").path("labels").deepCopy());
            meta.putArray("ownerReferences").add(Pods.reference(owner));
            Json.child(revision, "data", "spec").set("template", owner.path("spec").path("template").deepCopy());
            cluster.create(NAME, revision.put("revision", number + 1));
        }
        return name;
    }
}
