package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of one principal at one scope.
 *
 * @param watch whether changes may be followed; else what may be listed is listed again and again (rule R7)
 * @param shared whether a review said yes to everything that a shared upstream asks, of a kind and cluster that may be shared
 * @param trust digest of the cluster that was asked
 * @param refusal why nothing may be seen; null when it may
 * @param at nanoseconds
 */
record Verdict(boolean watch, boolean shared, String trust, @Nullable Why refusal, long at) {
    static Verdict granted(boolean watch, boolean shared, String trust) {
        return new Verdict(watch, shared, trust, null, System.nanoTime());
    }

    static Verdict denied(Problem why) {
        return new Verdict(false, false, "", Why.of(why), System.nanoTime());
    }

    /** Why nothing may be seen; null when it may. */
    @Nullable Problem denied() {
        return refusal == null ? null : refusal.problem();
    }

    boolean younger(long nanos) {
        return System.nanoTime() - at < nanos;
    }

    /** Whether the same store serves both. */
    boolean sameStore(Verdict other) {
        return watch == other.watch && shared == other.shared && trust.equals(other.trust);
    }
}
