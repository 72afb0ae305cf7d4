package dev.fresnel.catalog.api;

import java.util.List;

/**
 * What replicas install ({@code plugins.lock}); written by one owner.
 *
 * @param wishes SHA-256 of the {@link PluginsFile} that it answers
 */
public record LockFile(String wishes, List<Locked> plugins) {
    public LockFile {
        plugins = List.copyOf(plugins);
    }

    /**
     * One plugin, decided.
     *
     * @param location where its file was found, with which it is found again
     */
    public record Locked(String name, String version, String sha256, long size, String source, String location, String publisher) {}
}
