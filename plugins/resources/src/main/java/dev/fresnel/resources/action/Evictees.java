package dev.fresnel.resources.action;

import dev.fresnel.api.kube.KubeObject;
import java.util.List;

/** Pods of a node, sorted as {@code kubectl drain} sorts them. */
record Evictees(List<KubeObject> pods) {
    /** What keeps them there, or who would make them anew elsewhere. */
    enum Sort {
        /** May go. */
        GOES,
        /** Of a DaemonSet: would come back at once. */
        DAEMON,
        /** A static pod's image in the API: the kubelet's alone. */
        MIRROR,
        /** Nobody makes it anew. */
        ALONE,
        /** Loses what it keeps in emptyDir. */
        KEEPS
    }

    List<KubeObject> of(Sort sort) {
        return pods.stream().filter(pod -> sort(pod) == sort).toList();
    }

    static Sort sort(KubeObject pod) {
        if (pod.annotations().containsKey("kubernetes.io/config.mirror")) {
            return Sort.MIRROR;
        }
        String phase = pod.text("/status/phase");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Sort.GOES;
        }
        var controller = pod.owners().stream().filter(owner -> owner.get("controller").flag()).findFirst();
        if (controller.filter(owner -> owner.get("kind").text().equals("DaemonSet")).isPresent()) {
            return Sort.DAEMON;
        }
        if (controller.isEmpty()) {
            return Sort.ALONE;
        }
        return keeps(pod) ? Sort.KEEPS : Sort.GOES;
    }

    static boolean keeps(KubeObject pod) {
        return pod.at("/spec/volumes").items().stream().anyMatch(volume -> volume.get("emptyDir").present());
    }
}
