package dev.fresnel.catalog.index;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.index.archive.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** What an index offers, as one digest: lines {@code id version sha256 size}, sorted. */
public final class Snapshot {
    private Snapshot() {}

    public static String of(List<Entry> entries) {
        String lines = entries.stream()
                .map(entry -> entry.id() + " " + entry.version() + " " + entry.sha256() + " " + entry.size() + "\n")
                .sorted()
                .collect(Collectors.joining());
        return Digests.sha256(lines.getBytes(StandardCharsets.UTF_8));
    }
}
