package dev.fresnel.resources.health;

import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.State;

/** What wanted and present replicas mean, the same for every kind that has them. */
final class Replicas {
    private Replicas() {}

    /**
     * @param wanted how many there should be
     * @param present how many are ready or available
     * @param word what the present ones are: {@code ready}, {@code available}
     */
    static Health of(long wanted, long present, String word) {
        if (present >= wanted) {
            return Health.FINE;
        }
        return present == 0 ? new Health(State.ERROR, "none " + word) : new Health(State.WARNING, present + " of " + wanted + " " + word);
    }

    static Health rollingOut(long updated, long wanted) {
        return new Health(State.PROGRESS, "rolling out, " + updated + " of " + wanted);
    }

    static Health terminating() {
        return new Health(State.PROGRESS, "terminating");
    }

    static Health scaledToZero() {
        return new Health(State.OFF, "scaled to 0");
    }
}
