package dev.fresnel.logs.source;

import dev.fresnel.api.kube.ObjectRef;

/**
 * One container of one pod.
 *
 * @param number its place in the view
 * @param uid of the pod
 */
public record Source(int number, ObjectRef pod, String uid, String container) {
    public String key() {
        return key(pod.cluster(), uid, container);
    }

    static String key(String cluster, String uid, String container) {
        return cluster + "/" + uid + "/" + container;
    }
}
