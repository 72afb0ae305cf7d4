package dev.fresnel.resources.action;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import java.util.Map;

/** Why an action makes no sense, or cannot be planned. */
final class Refusal {
    private Refusal() {}

    static Problem of(String code, String text) {
        return new Problem(Problem.Kind.INVALID, code, text);
    }

    /** What is known; else the reason why not. */
    static <T> T known(Answer<T> answer, String what) {
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.Forbidden<T> no -> throw new Problem(
                    Problem.Kind.FORBIDDEN, "RESOURCES_FORBIDDEN", "You may not " + no.verb() + " " + no.resource() + ", which this needs.",
                    Map.of("verb", no.verb(), "resource", no.resource(), "namespace", no.namespace()), null);
            case Answer.Loading<T> loading -> throw new Problem(Problem.Kind.CLUSTER_DOWN, "RESOURCES_LOADING", "The cluster is being asked for " + what + ".");
            case Answer.Unreachable<T> down -> throw new Problem(
                    Problem.Kind.CLUSTER_DOWN, "RESOURCES_CLUSTER_DOWN", "The cluster does not answer: " + down.detail());
        };
    }
}
