package dev.fresnel.catalog.service;

import java.util.List;

/** What {@code GET /api/v1/plugins} answers. */
record PluginList(long epoch, List<Plugin> plugins) {
    /**
     * One build of a plugin, or a file that is none.
     *
     * @param id the plugin's id; the file's name when it tells none
     * @param state a state of a generation, or {@code REFUSED}
     * @param reasons why it is refused, or what else one should know
     */
    record Plugin(
            String id,
            String title,
            String summary,
            String version,
            String digest,
            String state,
            List<String> reasons,
            String source,
            String file,
            boolean restartNeeded) {}
}
