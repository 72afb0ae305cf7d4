package dev.fresnel.api.view;

import java.util.List;

/**
 * How much of what was asked for an answer covers.
 *
 * @param without namespaces that were asked for and that the caller may not see; empty = everything that was asked for is in it
 */
public record Coverage(List<String> without) {
    public static final Coverage WHOLE = new Coverage(List.of());

    public Coverage {
        without = List.copyOf(without);
    }

    public boolean whole() {
        return without.isEmpty();
    }
}
