package dev.fresnel.spi.switchboard;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** Says which generation of each plugin serves. The catalog decides, the switchboard switches. */
public interface Switchboard {
    /**
     * What locations of plugins' bundles begin with; their digest follows. The resolver lets nobody wire to such a bundle
     * before it serves.
     */
    String LOCATION = "sha256:";

    /** One volatile read. */
    Table table();

    /** Leases whatever serves that plugin at this moment; empty when nothing does. */
    default Optional<Lease> lease(String plugin) {
        while (true) {
            Generation generation = table().serving().get(plugin);
            if (generation == null) {
                return Optional.empty();
            }
            Optional<Lease> lease = generation.lease();
            if (lease.isPresent()) {
                return lease;
            }
        }
    }

    /** Calls back after each switch, on the switching thread, in the order of registration; close to stop. */
    AutoCloseable onSwitch(Listener listener);

    /** Told of each switch. */
    @FunctionalInterface
    interface Listener {
        void switched(Table before, Table now);
    }

    /**
     * A build of a plugin that still answers: the serving one, or one that drains and whose pages are still open. The
     * switchboard knows the draining ones; without it only the serving one is found.
     *
     * @param digest as in {@link Generation#digest}
     */
    default Optional<Generation> find(String plugin, String digest) {
        return Optional.ofNullable(table().serving().get(plugin)).filter(generation -> generation.digest().equals(digest));
    }

    // ---- for the catalog alone ----

    /**
     * Makes a generation of a bundle that is installed but not resolved (STAGED). From here on the resolver keeps every
     * bundle but itself from wiring to it.
     *
     * @throws dev.fresnel.api.plugin.Problem CONFLICT when too many former builds of the plugin could not be unloaded
     */
    Generation stage(String plugin, String digest, Bundle bundle);

    /** Lets the staged builds of one change wire to each other, before any of them serves. */
    default void together(Collection<Generation> staged) {}

    /**
     * Starts the bundle beside the serving one, creates each of its extensions and runs its checks.
     *
     * @throws dev.fresnel.api.plugin.Problem why it must not serve; the generation is GONE then, its bundle stopped
     */
    void probe(Generation generation);

    /** Replaces (value present) or removes (value empty) plugins in one write; what served before drains from now on. */
    Table swap(Map<String, Optional<Generation>> change);

    /** Waits until a draining generation has no lease, at most the drain time, then stops what the platform holds for it (GONE). The caller uninstalls the bundle. */
    void retire(Generation generation);

    /** Takes a generation off that never served. */
    void discard(Generation generation);

    /** What former builds of a plugin left behind that only a restart removes, in words; empty when nothing. */
    List<String> remains(String plugin);
}
