package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.Deletion;
import dev.fresnel.democluster.server.Json;
import dev.fresnel.democluster.server.Stored;
import java.util.List;
import java.util.Optional;

/** Gives claims their volumes: at once, or when the first pod is placed, as the storage class says. */
final class Volumes implements Desk.Controller {
    static final String CLAIMS = "persistentvolumeclaims";

    private final Cluster cluster;
    private final Agenda agenda;
    private final Recorder recorder;

    Volumes(Cluster cluster, Agenda agenda, Recorder recorder) {
        this.cluster = cluster;
        this.agenda = agenda;
        this.recorder = recorder;
    }

    @Override
    public void reconcile(String namespace, String name) {
        ObjectNode claim = cluster.find(CLAIMS, namespace, name).orElse(null);
        if (claim == null) {
            release(namespace, name);
            return;
        }
        Optional<ObjectNode> type = cluster.find("storageclasses.storage.k8s.io", "", Json.text(claim, "spec", "storageClassName"));
        if (type.isPresent() && pending(claim) && !"WaitForFirstConsumer".equals(Json.text(type.get(), "volumeBindingMode"))) {
            provision(claim, type.get(), "");
        }
    }

    private static boolean pending(JsonNode claim) {
        return Json.text(claim, "spec", "volumeName").isEmpty();
    }

    private static List<String> claims(JsonNode pod) {
        return Json.at(pod, "spec", "volumes").valueStream().map(volume -> Json.text(volume, "persistentVolumeClaim", "claimName"))
                .filter(name -> !name.isEmpty()).toList();
    }

    /** The scheduler's words for a claim that does not exist, or nothing. */
    String missing(JsonNode pod) {
        String namespace = Json.text(pod, "metadata", "namespace");
        return claims(pod).stream().filter(name -> cluster.store().find(CLAIMS, namespace, name).isEmpty())
                .map(name -> "persistentvolumeclaim \"" + name + "\" not found. not found").findFirst().orElse("");
    }

    boolean bound(JsonNode pod) {
        String namespace = Json.text(pod, "metadata", "namespace");
        return claims(pod).stream().allMatch(name -> cluster.find(CLAIMS, namespace, name)
                .filter(claim -> "Bound".equals(Json.text(claim, "status", "phase"))).isPresent());
    }

    /** The pod has a node: claims that waited for it get their volume there. */
    void claim(JsonNode pod) {
        for (String name : claims(pod)) {
            cluster.find(CLAIMS, Json.text(pod, "metadata", "namespace"), name).filter(Volumes::pending)
                    .ifPresent(claim -> cluster.find("storageclasses.storage.k8s.io", "", Json.text(claim, "spec", "storageClassName"))
                            .ifPresent(type -> provision(claim, type, zone(Json.text(pod, "spec", "nodeName")))));
        }
    }

    private String zone(String node) {
        return cluster.find("nodes", "", node).map(tree -> Json.text(tree, "metadata", "labels", "topology.kubernetes.io/zone")).orElse("");
    }

    private void provision(ObjectNode claim, ObjectNode type, String zone) {
        String namespace = Json.text(claim, "metadata", "namespace");
        String name = Json.text(claim, "metadata", "name");
        String volume = "pvc-" + Json.text(claim, "metadata", "uid");
        if (cluster.store().find("persistentvolumes", "", volume).isPresent()) {
            return;
        }
        recorder.normal(Json.text(type, "provisioner"), claim, "Provisioning", "External provisioner is provisioning volume for claim \"" + namespace + "/" + name + "\"");
        cluster.create("persistentvolumes", volume(claim, type, volume, zone));
        agenda.afterMillis(600, () -> {
            cluster.edit("persistentvolumes", "", volume, tree -> {
                Json.child(tree, "status").put("phase", "Bound");
                return tree;
            });
            cluster.edit(CLAIMS, namespace, name, tree -> {
                Json.child(tree, "spec").put("volumeName", volume);
                ObjectNode status = Json.child(tree, "status").put("phase", "Bound");
                status.set("accessModes", tree.path("spec").path("accessModes").deepCopy());
                Json.child(status, "capacity").put("storage", Json.text(tree, "spec", "resources", "requests", "storage"));
                return tree;
            });
            recorder.normal(Json.text(type, "provisioner"), claim, "ProvisioningSucceeded", "Successfully provisioned volume " + volume);
        });
    }

    private static ObjectNode volume(ObjectNode claim, ObjectNode type, String name, String zone) {
        ObjectNode volume = Json.object();
        volume.putObject("metadata").put("name", name).putObject("annotations").put("pv.kubernetes.io/provisioned-by", Json.text(type, "provisioner"));
        ObjectNode spec = volume.putObject("spec").put("storageClassName", Json.text(type, "metadata", "name")).put("volumeMode", "Filesystem");
        spec.put("persistentVolumeReclaimPolicy", Json.text(type, "reclaimPolicy"));
        spec.putObject("capacity").put("storage", Json.text(claim, "spec", "resources", "requests", "storage"));
        spec.set("accessModes", claim.path("spec").path("accessModes").deepCopy());
        spec.putObject("claimRef").put("apiVersion", "v1").put("kind", "PersistentVolumeClaim").put("namespace", Json.text(claim, "metadata", "namespace"))
                .put("name", Json.text(claim, "metadata", "name")).put("uid", Json.text(claim, "metadata", "uid"));
        spec.putObject("csi").put("driver", Json.text(type, "provisioner")).put("fsType", "ext4").put("volumeHandle", "vol-0" + name.substring(4, 12) + name.substring(13, 17));
        if (!zone.isEmpty()) {
            spec.putObject("nodeAffinity").putObject("required").putArray("nodeSelectorTerms").addObject().putArray("matchExpressions").addObject()
                    .put("key", "topology.kubernetes.io/zone").put("operator", "In").putArray("values").add(zone);
        }
        return volume;
    }

    private void release(String namespace, String name) {
        for (Stored volume : cluster.store().all("persistentvolumes", "")) {
            JsonNode claim = Json.at(volume.tree(), "spec", "claimRef");
            if (Json.text(claim, "namespace").equals(namespace) && Json.text(claim, "name").equals(name)
                    && cluster.store().find(CLAIMS, namespace, name).isEmpty()) {
                if ("Delete".equals(Json.text(volume.tree(), "spec", "persistentVolumeReclaimPolicy"))) {
                    cluster.delete("persistentvolumes", "", volume.name(), Deletion.now());
                } else {
                    cluster.edit("persistentvolumes", "", volume.name(), tree -> {
                        Json.child(tree, "status").put("phase", "Released");
                        return tree;
                    });
                }
            }
        }
    }
}
