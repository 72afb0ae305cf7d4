package dev.fresnel.catalog.api;

import java.util.List;

/**
 * What an admin wants ({@code plugins.yaml}).
 *
 * @param maxConcurrent how many downloads at once; 1 when not parallel
 */
public record PluginsFile(List<Wish> plugins, int maxConcurrent) {
    public PluginsFile {
        plugins = List.copyOf(plugins);
    }

    /**
     * One plugin.
     *
     * @param name the plugin's id
     * @param source catalog URL, file, folder, {@code maven:g:a}, {@code oci:host/name}
     * @param version one version or an OSGi range; {@code ""} for the newest
     * @param sha256 a pinned digest; {@code ""} when none is
     */
    public record Wish(String name, String source, String version, String sha256) {}
}
