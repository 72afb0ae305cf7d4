package dev.fresnel.api.resource;

/**
 * How an object is.
 *
 * @param state one of the seven
 * @param reason what {@code kubectl get} does not say, in Kubernetes' own words; {@code ""} when there is nothing to add
 */
public record Health(State state, String reason) {
    public static final Health FINE = new Health(State.OK, "");

    public static Health of(State state) {
        return new Health(state, "");
    }
}
