package dev.fresnel.api.graph;

import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.resource.Health;

/**
 * An object in the graph.
 *
 * @param ref which
 * @param uid its uid
 * @param health how it is
 */
public record Node(ObjectRef ref, String uid, Health health) {}
