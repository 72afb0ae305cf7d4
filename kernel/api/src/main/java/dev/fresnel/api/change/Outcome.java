package dev.fresnel.api.change;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import java.util.Optional;

/**
 * How a change ended.
 *
 * @param target the object it was about
 * @param state in one word
 * @param problem why not, when it failed
 */
public record Outcome(ObjectRef target, State state, Optional<Problem> problem) {
    /** How it ended. */
    public enum State {
        /** The API server took it and a look at the object confirms it. */
        DONE,
        /** The object was like that already. */
        UNCHANGED,
        /** Taken, and not finished: a deletion that waits for finalizers, a field that somebody put back at once. */
        PENDING,
        FAILED,
        /** One before it failed. */
        SKIPPED
    }
}
