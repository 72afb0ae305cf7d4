package dev.fresnel.live.rows;

import dev.fresnel.live.column.Extracts;
import dev.fresnel.live.store.Live;
import dev.fresnel.spi.principal.Principal;

/** What all windows over one live store share. */
public final class Shared {
    private final Live live;
    private final Extracts extracts;
    private final Costs costs = new Costs();
    private final Resumes resumes;

    public Shared(Live live) {
        this.live = live;
        this.extracts = new Extracts(live.columns());
        this.resumes = new Resumes(live.clock());
    }

    public Live live() {
        return live;
    }

    public Extracts extracts() {
        return extracts;
    }

    /** Time that was taken for a principal. @return nanoseconds for which it should rest */
    public long charge(Principal principal, long nanos) {
        return costs.charge(principal.key(), nanos);
    }

    Costs costs() {
        return costs;
    }

    Resumes resumes() {
        return resumes;
    }
}
