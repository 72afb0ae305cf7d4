package dev.fresnel.kubernetes.kubeconfig;

import org.jspecify.annotations.Nullable;

/**
 * One context of the merged kubeconfig.
 *
 * @param name as people wrote it
 * @param namespace its default namespace, {@code ""} when it names none
 * @param broken why it cannot be used, in words; {@code null} when it can
 */
public record Context(String name, String namespace, Server server, User user, @Nullable String broken) {}
