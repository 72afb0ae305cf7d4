package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.view.Answer;
import java.time.Instant;

/**
 * One cluster, or some namespaces of it.
 *
 * @param whole whether all namespaces are in it: false for who may not list pods everywhere, or chose some
 */
record Overview(
        boolean whole, Pods pods, Warnings warnings, Workloads workloads, Nodes nodes, Capacity capacity, Consumers consumers, Versions versions,
        Certificates.Ends certificates) {
    static Overview of(Seen seen, Certificates certificates, Instant now) {
        boolean refused = seen.view().may("list", "pods", "") instanceof Answer.Known<Boolean> known && !known.value();
        Pods pods = Pods.of(seen.list(Kind.POD));
        Usage usage = Usage.of(seen);
        return new Overview(
                !seen.chosen() && !refused, pods, Warnings.of(seen.list(Kind.EVENT), now), Workloads.of(seen), Nodes.of(seen), Capacity.of(seen, usage), Consumers.of(seen, usage),
                Versions.of(seen), certificates.of(seen, now));
    }
}
