package dev.fresnel.resources.overview;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Answer;
import dev.fresnel.resources.health.NodeHealth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Nodes, and those with a condition that should not be. */
record Nodes(Optional<Lack> lack, int total, int ready, int cordoned, int troubled, List<Troubled> troubles) {
    private static final int MOST = 8;
    private static final NodeHealth HEALTH = new NodeHealth();

    /** One of them; {@code word} is kubectl's. */
    record Troubled(Thing node, String state, String word, String why) {}

    static Nodes of(Seen seen) {
        var answer = seen.list(Kind.NODE);
        if (!(answer instanceof Answer.Known<List<KubeObject>> known)) {
            return new Nodes(Lack.of(answer), 0, 0, 0, 0, List.of());
        }
        var troubles = new ArrayList<Troubled>();
        int ready = 0;
        int cordoned = 0;
        for (KubeObject node : known.value()) {
            Health health = HEALTH.health(node);
            ready += node.cell("Status").startsWith("Ready") ? 1 : 0;
            cordoned += node.at("/spec/unschedulable").flag() ? 1 : 0;
            if (health.state() != State.OK && health.state() != State.OFF) {
                troubles.add(new Troubled(Thing.of(node), health.state().word(), node.cell("Status"), health.reason()));
            }
        }
        troubles.sort(Comparator.comparing(Troubled::state).thenComparing(one -> one.node().name()));
        return new Nodes(Optional.empty(), known.value().size(), ready, cordoned, troubles.size(), troubles.stream().limit(MOST).toList());
    }
}
