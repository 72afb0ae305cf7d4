package dev.fresnel.catalog.service;

import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.ledger.Move;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A change that shall be carried out.
 *
 * @param operation its id in the journal
 * @param who on whose behalf; {@code ""} for Fresnel's own acts
 * @param whole it stands or falls as a whole; else each step for itself, as files of a folder do
 */
record Order(String operation, String who, List<Step> steps, boolean whole) {
    Order {
        steps = List.copyOf(steps);
    }

    /**
     * One plugin's part.
     *
     * @param action the word in the journal
     * @param to what shall serve; empty = nothing new
     * @param leaves whether what serves shall not serve any more
     * @param fallbacks what may serve instead while nothing does
     * @param supply brings the file into the store first, where it is not there yet
     * @param entry what is written down once it serves
     */
    record Step(String action, String plugin, Optional<Build> to, boolean leaves, List<Build> fallbacks, Optional<Supply> supply, UnaryOperator<Installed> entry) {
        Step {
            fallbacks = List.copyOf(fallbacks);
        }

        /** What was written down about it changes to this build and nothing else. */
        static Step serve(String action, Build to, List<Build> fallbacks) {
            return new Step(action, to.id(), Optional.of(to), false, fallbacks, Optional.empty(), installed -> serving(installed, to));
        }

        static Installed serving(Installed installed, Build to) {
            Kept kept = Kept.of(to);
            return installed.with(to.id(), installed.find(to.id()).map(entry -> entry.serve(kept)).orElseGet(() -> Installed.Entry.of(kept)));
        }

        static Step remove(String plugin) {
            return new Step("remove", plugin, Optional.empty(), true, List.of(), Optional.empty(), installed -> installed.with(plugin, null));
        }

        /** Something is written down about a plugin; what serves goes on serving. */
        static Step note(String action, String plugin, UnaryOperator<Installed.Entry> entry) {
            return new Step(action, plugin, Optional.empty(), false, List.of(), Optional.empty(), installed -> installed.with(plugin, installed.find(plugin).map(entry).orElse(null)));
        }

        Move move(Installed before) {
            return new Move(action, plugin, before.find(plugin).map(Installed.Entry::now).orElse(null), to.map(Kept::of).orElse(to.isEmpty() && !leaves ? before.find(plugin).map(Installed.Entry::now).orElse(null) : null));
        }
    }

    /** Brings a bundle file into the store, judged and kept; tells the bytes that came. */
    @FunctionalInterface
    interface Supply {
        void bring(LongConsumer progress) throws Exception;
    }

    Set<String> plugins() {
        return steps.stream().map(Step::plugin).collect(Collectors.toSet());
    }
}
