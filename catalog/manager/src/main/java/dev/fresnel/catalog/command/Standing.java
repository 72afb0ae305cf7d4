package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One file of a folder of plugins.
 *
 * @param entry what it is
 * @param problem or why it is nothing
 */
record Standing(Path file, Optional<Entry> entry, String problem) {
    String id() {
        return entry.map(Entry::id).orElse(String.valueOf(file.getFileName()).replaceFirst("\\.jar$", ""));
    }

    /** A build as programs read it. */
    static Map<String, Object> described(Entry entry, Verdict verdict, String location) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", entry.id());
        members.put("version", entry.version());
        members.put("title", entry.title());
        members.put("summary", entry.summary());
        members.put("publisher", entry.publisher());
        members.put("license", entry.license());
        members.put("sha256", entry.sha256());
        members.put("size", entry.size());
        members.put("source", location);
        members.put("trust", verdict.trust().name().toLowerCase(Locale.ROOT));
        members.put("why", verdict.words());
        members.put("asks", entry.asks().stream().map(ask -> ask.capability() + (ask.of().isEmpty() ? "" : " " + ask.of())).toList());
        return members;
    }
}
