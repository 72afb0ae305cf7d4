package dev.fresnel.api.action;

import dev.fresnel.api.change.Plan;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something to do with objects: one shape for button, selection, command line and assistant. Register it as a component with an
 * {@link ActionType}. It describes changes and makes none.
 */
@ConsumerType
@FunctionalInterface
public interface Action {
    /** @throws dev.fresnel.api.plugin.Problem when it makes no sense for these objects or this input, in words */
    Plan plan(Selection selection);

    /** What its form begins with for these objects; asked when the form opens. {@link Selection#input} has the defaults then. */
    default Suggestion suggest(Selection selection) {
        return Suggestion.NONE;
    }
}
