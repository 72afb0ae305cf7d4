package dev.fresnel.resources.overview;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.Quantity;
import dev.fresnel.api.view.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is used now, from metrics.k8s.io.
 *
 * @param podsLack why pods' use is not known
 * @param pods by {@code namespace/name}
 * @param nodesLack why nodes' use is not known
 * @param nodes by name
 */
record Usage(Optional<Lack> podsLack, Map<String, Used> pods, Optional<Lack> nodesLack, Map<String, Used> nodes) {
    private static final Kind POD_METRICS = new Kind("metrics.k8s.io", "v1beta1", "pods", "PodMetrics", true);
    private static final Kind NODE_METRICS = new Kind("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", false);

    /** Cores and bytes. */
    record Used(double cpu, double memory) {
        static final Used NONE = new Used(0, 0);

        Used plus(Used other) {
            return new Used(cpu + other.cpu, memory + other.memory);
        }

        static Used of(Json amounts) {
            return new Used(amount(amounts.get("cpu")), amount(amounts.get("memory")));
        }
    }

    static double amount(Json text) {
        return Quantity.parse(text.text()).map(Quantity::exact).map(Number::doubleValue).orElse(0.0);
    }

    static Usage of(Seen seen) {
        var pods = new HashMap<String, Used>();
        Optional<Lack> podsLack = read(seen, POD_METRICS, row -> pods.put(row.ref().namespace() + "/" + row.ref().name(), containers(row)));
        var nodes = new HashMap<String, Used>();
        Optional<Lack> nodesLack = read(seen, NODE_METRICS, row -> nodes.put(row.ref().name(), Used.of(row.at("/usage"))));
        return new Usage(podsLack, pods, nodesLack, nodes);
    }

    private static Optional<Lack> read(Seen seen, Kind kind, java.util.function.Consumer<KubeObject> each) {
        Optional<Answer<List<KubeObject>>> answer = seen.served(kind);
        if (answer.isEmpty()) {
            return Optional.of(Lack.ABSENT);
        }
        if (answer.get() instanceof Answer.Known<List<KubeObject>> known) {
            known.value().forEach(each);
        }
        return Lack.of(answer.get());
    }

    private static Used containers(KubeObject pod) {
        return pod.at("/containers").items().stream().map(one -> Used.of(one.get("usage"))).reduce(Used.NONE, Used::plus);
    }

    /** What the scheduler counts for a pod: its containers together, or its largest init container; sidecars are both. */
    static Used asked(KubeObject pod, String field) {
        Used main = sum(pod.at("/spec/containers").items().stream(), field);
        Used sidecars = Used.NONE;
        Used initial = Used.NONE;
        for (Json one : pod.at("/spec/initContainers").items()) {
            Used own = Used.of(one.at("/resources/" + field));
            if (one.get("restartPolicy").text().equals("Always")) {
                sidecars = sidecars.plus(own);
                initial = most(initial, sidecars);
            } else {
                initial = most(initial, own.plus(sidecars));
            }
        }
        Used all = most(main.plus(sidecars), initial);
        Json whole = pod.at("/spec/resources/" + field);
        Used stated = Used.of(whole);
        Used chosen = new Used(whole.get("cpu").present() ? stated.cpu() : all.cpu(), whole.get("memory").present() ? stated.memory() : all.memory());
        return field.equals("requests") ? chosen.plus(Used.of(pod.at("/spec/overhead"))) : chosen;
    }

    private static Used sum(Stream<Json> containers, String field) {
        return containers.map(one -> Used.of(one.at("/resources/" + field))).reduce(Used.NONE, Used::plus);
    }

    private static Used most(Used one, Used other) {
        return new Used(Math.max(one.cpu(), other.cpu()), Math.max(one.memory(), other.memory()));
    }
}
