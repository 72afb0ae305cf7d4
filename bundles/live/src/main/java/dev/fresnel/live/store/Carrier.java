package dev.fresnel.live.store;

import dev.fresnel.spi.principal.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** On whose credential an upstream runs, and who has joined and could go on with it (rule R8). */
final class Carrier {
    private final Function<Principal, Wire> wires;
    private final Map<String, Seated> seated = new LinkedHashMap<>();
    private @Nullable Principal current;
    private @Nullable Wire wire;
    private int changes;

    Carrier(Function<Principal, Wire> wires) {
        this.wires = wires;
    }

    private static final class Seated {
        final Principal principal;
        int seats;
        boolean refused;

        Seated(Principal principal) {
            this.principal = principal;
        }
    }

    /** One who has just passed the gate for exactly this scope; carries if nobody does. */
    synchronized void join(Principal principal) {
        Seated one = seated.computeIfAbsent(principal.key(), key -> new Seated(principal));
        one.seats++;
        one.refused = false;
        if (wire == null) {
            take(principal);
        }
    }

    synchronized void leave(Principal principal) {
        Seated one = seated.get(principal.key());
        if (one != null && --one.seats == 0) {
            seated.remove(principal.key());
        }
    }

    /** The wire to use; waits while nobody carries. */
    synchronized Wire await() throws InterruptedException {
        while (wire == null) {
            wait();
        }
        return wire;
    }

    /** Whether that wire may still be used. */
    synchronized boolean carries(@Nullable Wire other) {
        return wire != null && wire == other;
    }

    /** Whether somebody's wire is in use. */
    synchronized boolean busy() {
        return wire != null;
    }

    /** Hands over, unless the other has left meanwhile. */
    synchronized boolean hand(Principal principal) {
        if (!seated.containsKey(principal.key())) {
            return false;
        }
        take(principal);
        return true;
    }

    private void take(Principal principal) {
        changes++;
        current = principal;
        wire = wires.apply(principal);
        notifyAll();
    }

    /** From now on nothing is sent as that principal; @return whether it carried. */
    synchronized boolean dismiss(String key) {
        if (current == null || !current.key().equals(key)) {
            return false;
        }
        current = null;
        wire = null;
        return true;
    }

    /** The API server refused that wire; its principal is not asked to carry again. */
    synchronized Optional<Principal> refused(Wire refused) {
        if (wire != refused || current == null) {
            return Optional.empty();
        }
        Principal before = current;
        current = null;
        wire = null;
        refuse(before);
        return Optional.of(before);
    }

    synchronized void refuse(Principal principal) {
        Seated one = seated.get(principal.key());
        if (one != null) {
            one.refused = true;
        }
    }

    /** Whether one who has joined must be found: nobody carries, or somebody who has left. */
    synchronized boolean wanting() {
        return current == null || !seated.containsKey(current.key());
    }

    /** Who could be next. */
    synchronized Optional<Principal> candidate() {
        return seated.values().stream().filter(one -> !one.refused && one.principal != current).map(one -> one.principal).findFirst();
    }

    synchronized int joined() {
        return seated.size();
    }

    /** How often the upstream has changed hands. */
    synchronized int handovers() {
        return Math.max(0, changes - 1);
    }

    /** Beginning of the key of whoever carries, for the dump; says no name. */
    synchronized String prefix() {
        return current == null ? "" : current.key().substring(0, Math.min(8, current.key().length()));
    }
}
