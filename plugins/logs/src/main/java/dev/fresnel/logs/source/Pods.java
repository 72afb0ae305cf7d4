package dev.fresnel.logs.source;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of the pods of a view: the last look at them. */
final class Pods {
    private final Runnable changed;
    private volatile Map<String, Known> runs = Map.of();
    private volatile Set<String> uids = Set.of();
    private volatile @Nullable Sight seen;

    Pods(Runnable changed) {
        this.changed = changed;
    }

    /** Those that were not seen are gone, unless they are where it could not be seen. */
    void seen(Sight sight) {
        var now = new HashMap<String, Known>();
        runs.forEach((key, known) -> {
            if (sight.blind(known.cluster(), known.namespace())) {
                now.put(key, known);
            }
        });
        for (KubeObject pod : sight.pods()) {
            for (Run run : Run.of(pod)) {
                now.put(Source.key(pod.ref().cluster(), pod.uid(), run.container()), new Known(pod.ref().cluster(), pod.ref().namespace(), run));
            }
        }
        runs = now;
        uids = sight.pods().stream().map(KubeObject::uid).collect(Collectors.toUnmodifiableSet());
        seen = sight;
    }

    private record Known(String cluster, String namespace, Run run) {}

    Optional<Run> run(Source source) {
        return Optional.ofNullable(runs.get(source.key())).map(Known::run);
    }

    boolean gone(Source source) {
        Sight last = seen;
        return last != null && !last.blind(source.pod().cluster(), source.pod().namespace()) && !uids.contains(source.uid());
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
