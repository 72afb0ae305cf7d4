package dev.fresnel.catalog.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a source offered when it was last asked.
 *
 * @param index what it published; empty for a source that has no index (folder, file, Maven)
 * @param entries all builds; those of an index that is refused are not among them
 * @param verdict about the index as a whole; about a build see the trust policy
 * @param problems files and lines that could not be read, one sentence each; the rest is there nevertheless
 * @param at when it was asked
 */
public record Look(Optional<Index> index, List<Entry> entries, Verdict verdict, List<String> problems, Instant at) {
    public Look {
        entries = List.copyOf(entries);
        problems = List.copyOf(problems);
    }
}
