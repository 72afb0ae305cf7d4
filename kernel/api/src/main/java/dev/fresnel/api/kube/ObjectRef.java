package dev.fresnel.api.kube;

/**
 * Names one object in one cluster.
 *
 * @param cluster cluster id
 * @param kind its kind
 * @param namespace {@code ""} for objects outside namespaces
 * @param name its name
 */
public record ObjectRef(String cluster, Kind kind, String namespace, String name) {}
