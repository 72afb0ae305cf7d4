package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.resources.overview.Usage.Used;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The pods that use most, while use is known. */
record Consumers(Optional<Lack> lack, List<Consumer> cpu, List<Consumer> memory) {
    private static final int MOST = 6;

    /** One pod; cores or bytes. */
    record Consumer(Thing pod, double used, double request, double limit) {}

    private record Pair(KubeObject pod, Used used) {}

    static Consumers of(Seen seen, Usage usage) {
        if (usage.podsLack().isPresent()) {
            return new Consumers(usage.podsLack(), List.of(), List.of());
        }
        var all = new ArrayList<Pair>();
        for (KubeObject pod : seen.known(Kind.POD)) {
            Optional.ofNullable(usage.pods().get(Capacity.key(pod))).ifPresent(used -> all.add(new Pair(pod, used)));
        }
        return new Consumers(Optional.empty(), top(all, Used::cpu), top(all, Used::memory));
    }

    private static List<Consumer> top(List<Pair> all, ToDoubleFunction<Used> part) {
        return all.stream()
                .sorted(Comparator.comparingDouble((Pair pair) -> part.applyAsDouble(pair.used())).reversed().thenComparing(pair -> Capacity.key(pair.pod())))
                .limit(MOST)
                .map(pair -> new Consumer(
                        Thing.of(pair.pod()), Capacity.rounded(part.applyAsDouble(pair.used())),
                        Capacity.rounded(part.applyAsDouble(Usage.asked(pair.pod(), "requests"))),
                        Capacity.rounded(part.applyAsDouble(Usage.asked(pair.pod(), "limits")))))
                .toList();
    }
}
