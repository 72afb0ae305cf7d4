package dev.fresnel.api.stream;

import dev.fresnel.api.kube.ObjectRef;

/**
 * A port of this machine that is to lead into a cluster.
 *
 * @param target a pod, a Service, or a workload with a selector; of these a ready pod is chosen for each connection, and for
 *     a ReplicaSet's pod that is gone another of its kind
 * @param port number or name of a port, of the Service where the target is one
 * @param localPort port on loopback, 0 = any that is free
 */
public record ForwardWanted(ObjectRef target, String port, int localPort) {}
