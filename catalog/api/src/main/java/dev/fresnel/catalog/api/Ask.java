package dev.fresnel.catalog.api;

import java.util.List;

/**
 * One capability that a plugin asks the admin for.
 *
 * @param capability {@code kube.read}, {@code http.outbound}, {@code process}, …
 * @param of what exactly: kinds, hosts; empty when the capability has no parts
 */
public record Ask(String capability, List<String> of) {
    public Ask {
        of = List.copyOf(of);
    }
}
