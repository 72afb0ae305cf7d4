package dev.fresnel.live.store;

import dev.fresnel.api.resource.State;
import java.util.List;

/**
 * Some rows of a complete list as the API server lists it, and how many there are in all; what a client needs who asks for nothing else.
 *
 * @param rows of the window that was asked for; fewer where the list ends
 * @param counts by the ordinals of {@link State}
 */
public record Glimpse(Header header, List<Row> rows, int total, int[] counts) {}
