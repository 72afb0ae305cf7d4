package dev.fresnel.live.graph;

import dev.fresnel.live.rows.Labels;

/**
 * That a function asked for objects by labels.
 *
 * @param namespace {@code ""} = all
 */
record Selection(String kind, String namespace, Labels labels) {}
