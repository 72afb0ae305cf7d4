package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;

/** Where an upstream stands. */
interface Surroundings {
    /** What it shares with others of its cluster. */
    ClusterSide shared();

    /** As whom it asks. */
    Carrier carrier();

    /** Whether it works for one principal alone. */
    boolean sole();

    /** Whether the cluster was in trouble just now, so that a refusal is not to be believed yet. */
    boolean unsettled();

    /** The store has grown by many rows. */
    void grown();

    /** The API server refused the upstream itself. */
    void refused(Wire wire, Problem why);
}
