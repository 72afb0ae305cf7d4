package dev.fresnel.live.history;

import dev.fresnel.spi.history.Chronicle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chronicle without a database. */
final class MemoryChronicle implements Chronicle {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<List<Object>, Span> spans = new LinkedHashMap<>();

    @Override
    public synchronized void write(List<Entry> more, List<Span> seen) {
        for (Entry one : more) {
            entries.addFirst(new Entry(entries.size() + 1, one.place(), one.namespace(), one.name(), one.uid(), one.at(), one.what()));
        }
        seen.forEach(span -> spans.put(List.of(span.place(), span.namespace(), span.since()), span));
    }

    @Override
    public synchronized Kept read(List<Place> places, String namespace, String name, long after) {
        return new Kept(
                entries.stream().filter(one -> places.contains(one.place()) && one.namespace().equals(namespace) && one.name().equals(name) && one.number() > after).toList(),
                spans.values().stream().filter(one -> places.contains(one.place()) && (one.namespace().isEmpty() || one.namespace().equals(namespace))).toList());
    }

    synchronized List<String> texts() {
        return entries.stream().map(one -> new String(one.what(), StandardCharsets.UTF_8)).toList();
    }

    synchronized List<Span> spans() {
        return List.copyOf(spans.values());
    }
}
