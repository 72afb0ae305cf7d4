package dev.fresnel.live.rows;

import dev.fresnel.live.column.Extracts;
import dev.fresnel.live.store.Live;

/** What all windows over one live store share. */
public final class Shared {
    private final Live live;
    private final Extracts extracts = new Extracts();
    private final Costs costs = new Costs();
    private final Resumes resumes;

    public Shared(Live live) {
        this.live = live;
        this.resumes = new Resumes(live.clock());
    }

    public Live live() {
        return live;
    }

    public Extracts extracts() {
        return extracts;
    }

    Costs costs() {
        return costs;
    }

    Resumes resumes() {
        return resumes;
    }
}
