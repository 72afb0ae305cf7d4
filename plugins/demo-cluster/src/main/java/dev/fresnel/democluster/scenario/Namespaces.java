package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;

/** Gives each namespace its default service account and the cluster's certificate. */
final class Namespaces implements Desk.Controller {
    private final Cluster cluster;

    Namespaces(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void reconcile(String none, String name) {
        if (cluster.store().find("namespaces", "", name).filter(one -> !one.deleting()).isEmpty()) {
            return;
        }
        once("serviceaccounts", name, "default", Json.object());
        ObjectNode certificate = Json.object();
        certificate.putObject("data").put("ca.crt", "-----BEGIN CERTIFICATE-----\nthe demo cluster has no certificate\n-----END CERTIFICATE-----\n");
        once("configmaps", name, "kube-root-ca.crt", certificate);
    }

    private void once(String resource, String namespace, String name, ObjectNode object) {
        if (cluster.store().find(resource, namespace, name).isEmpty()) {
            String born = cluster.store().find("namespaces", "", namespace).map(Stored::tree)
                    .map(tree -> Json.text(tree, "metadata", "creationTimestamp")).orElse("");
            Json.child(object, "metadata").put("name", name).put("namespace", namespace).put("creationTimestamp", born);
            cluster.create(resource, object);
        }
    }
}
