package dev.fresnel.catalog.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;

/**
 * What the launcher sets.
 *
 * @param folders plugins folders
 * @param catalogs where plugins come from besides the folders
 * @param data where the catalog's own folder goes
 * @param watch whether changes of the folders are followed
 * @param inCluster whether it serves many people: then somebody trusted has to vouch for what is uploaded
 * @param goodTime how long plugins that start together wait for one another to serve with one write
 */
record Settings(List<Path> folders, List<String> catalogs, Path data, boolean watch, boolean inCluster, Duration goodTime) {
    Settings(List<Path> folders, List<String> catalogs, Path data, boolean watch, boolean inCluster) {
        this(folders, catalogs, data, watch, inCluster, Duration.ofSeconds(2));
    }

    static Settings of(BundleContext context) {
        var folders = list(context, "fresnel.plugins-dir").stream().map(folder -> Path.of(folder).toAbsolutePath()).toList();
        Path data = Path.of(text(context, "fresnel.data-dir", System.getProperty("java.io.tmpdir"))).toAbsolutePath();
        return new Settings(folders, list(context, "fresnel.catalog"), data, !text(context, "fresnel.watch-plugins", "true").equals("false"), text(context, "fresnel.in-cluster", "").equals("true"));
    }

    /** Journal, installed set and bundle store. */
    Path home() {
        return data.resolve("catalog");
    }

    private static List<String> list(BundleContext context, String key) {
        return Arrays.stream(text(context, key, "").split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    private static String text(BundleContext context, String key, String or) {
        String value = context.getProperty(key);
        return value == null ? or : value;
    }
}
