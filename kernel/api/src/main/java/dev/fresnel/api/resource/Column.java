package dev.fresnel.api.resource;

import dev.fresnel.api.kube.Field;

/**
 * A column that a plugin adds to the list of a kind.
 *
 * @param id one word within its plugin
 * @param title message key
 * @param type how values compare and look; {@code QUANTITY} and {@code TIME} as Kubernetes writes them
 * @param wide shown only when chosen
 */
public record Column(String id, String title, Field.Type type, boolean wide) {}
