package dev.fresnel.logs.source;

import dev.fresnel.api.kube.KubeObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one look at the pods of all targets saw, and where it could not see. */
final class Sight {
    private final Map<String, KubeObject> pods = new LinkedHashMap<>();
    private final Set<String> why = new LinkedHashSet<>();
    private final Set<String> blind = new HashSet<>();
    private boolean loading;
    private boolean waits;

    void saw(List<KubeObject> some) {
        some.forEach(pod -> pods.put(pod.ref().cluster() + "/" + pod.uid(), pod));
    }

    /** @param namespace where nothing is known of pods now, {@code ""} = anywhere in the cluster */
    void missed(String cluster, String namespace, Found.Unknown unknown) {
        blind.add(cluster + "/" + namespace);
        told(unknown);
    }

    /** Pods are known all the same. */
    void told(Found.Unknown unknown) {
        loading |= unknown.loading();
        waits |= unknown.passing();
        String text = String.valueOf(unknown.getMessage());
        if (!text.isEmpty()) {
            why.add(text);
        }
    }

    List<KubeObject> pods() {
        return List.copyOf(pods.values());
    }

    /** What stands in the way, each once. */
    List<String> why() {
        return List.copyOf(why);
    }

    /** Something is asked for and not there yet. */
    boolean loading() {
        return loading;
    }

    /** What was not seen may be seen soon. */
    boolean waits() {
        return waits;
    }

    /** Whether a pod there that was not seen may be there all the same. */
    boolean blind(String cluster, String namespace) {
        return blind.contains(cluster + "/") || blind.contains(cluster + "/" + namespace);
    }
}
