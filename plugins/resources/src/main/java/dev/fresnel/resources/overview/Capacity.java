package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Answer;
import dev.fresnel.resources.overview.Usage.Used;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How full the cluster is. What is not known is absent, never 0.
 *
 * @param lack why there are no requests: pods may not be listed
 * @param nodesLack why there is nothing to compare with
 * @param usageLack why use is not known
 * @param ofNodes whether use is that of nodes as a whole, system included; else that of the pods that are counted
 */
record Capacity(
        Optional<Lack> lack, Optional<Lack> nodesLack, Optional<Lack> usageLack, boolean ofNodes, Amounts cpu, Amounts memory, long pods, Optional<Long> podCapacity) {
    /** Cores or bytes. */
    record Amounts(Optional<Double> used, double requests, double limits, Optional<Double> allocatable) {}

    static Capacity of(Seen seen, Usage usage) {
        Answer<List<KubeObject>> pods = seen.list(Kind.POD);
        List<KubeObject> running = seen.known(Kind.POD).stream().filter(Capacity::counts).toList();
        Answer<List<KubeObject>> nodes = seen.list(Kind.NODE);
        boolean ofNodes = !seen.chosen() && usage.nodesLack().isEmpty();
        Optional<Lack> usageLack = ofNodes ? Optional.empty() : usage.podsLack();
        Used used = ofNodes
                ? usage.nodes().values().stream().reduce(Used.NONE, Used::plus)
                : running.stream().map(pod -> usage.pods().getOrDefault(key(pod), Used.NONE)).reduce(Used.NONE, Used::plus);
        Used requests = running.stream().map(pod -> Usage.asked(pod, "requests")).reduce(Used.NONE, Used::plus);
        Used limits = running.stream().map(pod -> Usage.asked(pod, "limits")).reduce(Used.NONE, Used::plus);
        Optional<Used> allocatable = nodes instanceof Answer.Known<List<KubeObject>> known
                ? Optional.of(known.value().stream().map(node -> Used.of(node.at("/status/allocatable"))).reduce(Used.NONE, Used::plus))
                : Optional.empty();
        Optional<Long> room = nodes instanceof Answer.Known<List<KubeObject>> known
                ? Optional.of(known.value().stream().mapToLong(node -> (long) Usage.amount(node.at("/status/allocatable/pods"))).sum())
                : Optional.empty();
        Optional<Used> measured = usageLack.isEmpty() ? Optional.of(used) : Optional.empty();
        return new Capacity(
                Lack.of(pods), Lack.of(nodes), usageLack, ofNodes, amounts(measured, requests, limits, allocatable, Used::cpu),
                amounts(measured, requests, limits, allocatable, Used::memory), running.size(), room);
    }

    private static Amounts amounts(Optional<Used> used, Used requests, Used limits, Optional<Used> allocatable, ToDoubleFunction<Used> part) {
        return new Amounts(
                used.map(part::applyAsDouble).map(Capacity::rounded), rounded(part.applyAsDouble(requests)), rounded(part.applyAsDouble(limits)),
                allocatable.map(part::applyAsDouble).map(Capacity::rounded));
    }

    /** Three digits behind the point say enough, and equal sums are equal whatever their order. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static String key(KubeObject pod) {
        return pod.ref().namespace() + "/" + pod.ref().name();
    }

    /** Pods that have a place and have not ended hold what they asked for. */
    static boolean counts(KubeObject pod) {
        String phase = pod.text("/status/phase");
        return !phase.equals("Succeeded") && !phase.equals("Failed") && !pod.text("/spec/nodeName").isEmpty();
    }
}
