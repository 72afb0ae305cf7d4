package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a map's page would have after all frames. */
final class GraphPage {
    private final LiveClient.Channel channel;
    private final Map<String, JsonNode> all = new TreeMap<>();
    private int read;
    private JsonNode info = MissingNode.getInstance();

    GraphPage(LiveClient.Channel channel) {
        this.channel = channel;
    }

    GraphPage take() {
        var frames = channel.frames();
        long taken = frames.stream().skip(read).mapToLong(frame -> frame.toString().length()).sum();
        if (taken > 0) {
            channel.credit(taken); // as a page does: without it the server stops after the first 256 KB
        }
        for (; read < frames.size(); read++) {
            var d = frames.get(read).path("d");
            if (d.path("whole").asBoolean()) {
                all.clear();
            }
            Shape.texts(d.path("gone")).forEach(all::remove);
            for (var part : List.of("groups", "nodes", "edges")) {
                d.path(part).forEach(one -> all.put(one.path("id").asText(), one));
            }
            info = d.has("info") ? d.path("info") : info;
        }
        return this;
    }

    Set<String> names() {
        var names = new TreeSet<String>();
        all.values().forEach(one -> names.add(one.path("n").asText()));
        return names;
    }

    private String called(String id) {
        var one = all.getOrDefault(id, MissingNode.getInstance());
        return one.path("k").asText() + " " + one.path("ns").asText() + "/" + one.path("n").asText();
    }

    Set<String> cards() {
        var cards = new TreeSet<String>();
        all.forEach((id, one) -> {
            if (one.has("squares")) {
                cards.add(called(id));
            }
        });
        return cards;
    }

    Set<String> edges() {
        var edges = new TreeSet<String>();
        all.values().stream().filter(one -> one.has("role")).forEach(one ->
                edges.add(called(one.path("from").asText()) + " " + one.path("role").asText().replace("map/edge.", "") + " " + called(one.path("to").asText())));
        return edges;
    }

    /** A figure of each group, by its key. */
    Map<String, Integer> counted(String figure) {
        var counts = new TreeMap<String, Integer>();
        all.values().stream().filter(one -> one.has("troubled")).forEach(one -> counts.put(one.path("key").asText(), one.path(figure).asInt()));
        return counts;
    }

    boolean live() {
        return info.path("state").asText().equals("live");
    }

    String text() {
        return all.toString();
    }

    List<String> hidden() {
        return Shape.texts(info.path("hidden"));
    }
}
