package dev.fresnel.catalog.api;

import java.util.List;

/**
 * Who may publish what.
 *
 * @param keys public keys, each the Base64 of its X.509 form (what stands between the lines of a PEM file)
 * @param namespaces ids and symbolic names that are theirs alone: {@code karpenter}, {@code dev.example.*}
 */
public record Publisher(String name, List<String> keys, List<String> namespaces) {
    public Publisher {
        keys = List.copyOf(keys);
        namespaces = List.copyOf(namespaces);
    }

    /** Whether an id or a symbolic name is theirs: written out, or by a namespace that ends in {@code *}. */
    public boolean owns(String id) {
        return namespaces.stream().anyMatch(namespace -> namespace.endsWith("*") ? namespace.length() > 1 && id.startsWith(namespace.substring(0, namespace.length() - 1)) : namespace.equals(id));
    }
}
