package dev.fresnel.catalog.service.folder;

import dev.fresnel.catalog.service.bundle.Build;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file of a plugins folder, from its first sight to its end. For the catalog's thread alone. */
public final class PluginFile {
    private final Path file;
    private final Stamp stamp;
    private final long since = System.nanoTime();
    private @Nullable Build build;
    private List<String> refused = List.of();
    private long missingSince;

    PluginFile(Path file, Stamp stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    public Path file() {
        return file;
    }

    public String name() {
        return String.valueOf(file.getFileName());
    }

    Stamp stamp() {
        return stamp;
    }

    /** For how long nobody has changed it, in nanoseconds. */
    long quiet() {
        return System.nanoTime() - since;
    }

    boolean judged() {
        return build != null || !refused.isEmpty();
    }

    public Optional<Build> build() {
        return Optional.ofNullable(build);
    }

    public List<String> refused() {
        return refused;
    }

    void accept(Build found) {
        build = found;
    }

    public void refuse(List<String> reasons) {
        refused = List.copyOf(reasons);
    }

    /** Looks at it again although it has not changed. */
    public void again() {
        build = null;
        refused = List.of();
    }

    void present() {
        missingSince = 0;
    }

    /** @return for how long it has been missing, in nanoseconds */
    long missing() {
        if (missingSince == 0) {
            missingSince = System.nanoTime();
        }
        return System.nanoTime() - missingSince;
    }
}
