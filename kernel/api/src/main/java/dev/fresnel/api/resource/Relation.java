package dev.fresnel.api.resource;

import dev.fresnel.api.kube.ObjectRef;

/**
 * Another object that has to do with one.
 *
 * @param to the other
 * @param role message key of what it is to it: {@code mounts}, {@code selects}
 */
public record Relation(ObjectRef to, String role) {}
