package dev.fresnel.catalog.service;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;

/**
 * What the launcher sets.
 *
 * @param folders plugins folders
 * @param data where the catalog's own folder goes
 * @param watch whether changes of the folders are followed
 */
record Settings(List<Path> folders, Path data, boolean watch) {
    static Settings of(BundleContext context) {
        var folders = Arrays.stream(text(context, "fresnel.plugins-dir", "").split(","))
                .map(String::strip)
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).toAbsolutePath())
                .toList();
        Path data = Path.of(text(context, "fresnel.data-dir", System.getProperty("java.io.tmpdir"))).toAbsolutePath();
        return new Settings(folders, data, !text(context, "fresnel.watch-plugins", "true").equals("false"));
    }

    /** Journal, installed set and bundle store. */
    Path home() {
        return data.resolve("catalog");
    }

    private static String text(BundleContext context, String key, String or) {
        String value = context.getProperty(key);
        return value == null ? or : value;
    }
}
