package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What lies in a folder of plugins. */
record Standings(Path path, Gate gate) {
    /** In the order of their ids. */
    List<Standing> all() throws Refusal {
        var all = new ArrayList<Standing>();
        try (var files = Files.newDirectoryStream(path, "*.jar")) {
            for (Path file : files) {
                all.add(of(file));
            }
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, path + " cannot be read: " + e.getMessage(), e);
        }
        all.sort(Comparator.comparing(Standing::id));
        return all;
    }

    Standing of(Path file) {
        try {
            return new Standing(file, Optional.of(Described.entry(BundleFile.open(file, gate))), "");
        } catch (Refusal refusal) {
            return new Standing(file, Optional.empty(), refusal.words());
        }
    }
}
