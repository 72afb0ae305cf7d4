package dev.fresnel.catalog.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One file of a plugins folder, from its first sight to its end. For the catalog's thread alone. */
final class PluginFile {
    private final Path file;
    private final Stamp stamp;
    private final long since = System.nanoTime();
    private @Nullable Candidate candidate;
    private List<String> refused = List.of();
    private long missingSince;

    PluginFile(Path file, Stamp stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    Path file() {
        return file;
    }

    Stamp stamp() {
        return stamp;
    }

    /** For how long nobody has changed it, in nanoseconds. */
    long quiet() {
        return System.nanoTime() - since;
    }

    boolean judged() {
        return candidate != null || !refused.isEmpty();
    }

    Optional<Candidate> candidate() {
        return Optional.ofNullable(candidate);
    }

    List<String> refused() {
        return refused;
    }

    void accept(Candidate plugin) {
        candidate = plugin;
    }

    void refuse(List<String> reasons) {
        refused = List.copyOf(reasons);
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
