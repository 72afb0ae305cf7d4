package dev.fresnel.logs.source;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the pods of a view: the last look at them. */
final class Pods {
    private final Runnable changed;
    private volatile Map<String, Run> runs = Map.of();
    private volatile Set<String> uids = Set.of();
    private volatile boolean whole;

    Pods(Runnable changed) {
        this.changed = changed;
    }

    /** @param all whether this is all there is, so that a pod that is missing is gone */
    void seen(List<KubeObject> pods, boolean all) {
        var now = new HashMap<String, Run>(all ? Map.of() : runs);
        var there = new HashSet<String>(all ? Set.of() : uids);
        for (KubeObject pod : pods) {
            there.add(pod.uid());
            Run.of(pod).forEach(run -> now.put(Source.key(pod.ref().cluster(), pod.uid(), run.container()), run));
        }
        runs = now;
        uids = there;
        whole = all;
    }

    Optional<Run> run(Source source) {
        return Optional.ofNullable(runs.get(source.key()));
    }

    boolean gone(Source source) {
        return whole && !uids.contains(source.uid());
    }

    /** Asks the API server itself; empty when it does not answer or the pod is another. */
    Optional<Run> fresh(Source source, View view) {
        if (view.get(source.pod()) instanceof Answer.Known<Optional<KubeObject>> known) {
            return known.value()
                    .filter(pod -> pod.uid().equals(source.uid()))
                    .flatMap(pod -> Run.of(pod).stream().filter(run -> run.container().equals(source.container())).findFirst());
        }
        return Optional.empty();
    }

    /** Something of a source is to be told. */
    void told() {
        changed.run();
    }
}
