package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.democluster.server.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What an image does when it runs, from a data file: the first entry that matches counts. */
final class Images {
    private final List<Entry> entries = Json.data("world/images.json").valueStream()
            .map(row -> new Entry(Pattern.compile(Json.text(row, "image")), Behaviour.from(row))).toList();
    private final Map<String, Behaviour> known = new ConcurrentHashMap<>();

    private record Entry(Pattern image, Behaviour behaviour) {}

    /**
     * How a container of an image behaves; times in seconds, 0 for never.
     *
     * @param missing the registry does not have it
     * @param ready from start to ready
     * @param crash from start to a crash with exit code {@code exit}
     * @param oom from start to death by memory
     * @param runs length of a run of a job
     * @param log kind of lines that it writes
     * @param cpu average use in thousandths of a processor
     * @param memory average use in MiB
     */
    record Behaviour(boolean missing, int ready, int crash, int exit, int oom, int runs, String log, int cpu, int memory) {
        static Behaviour from(JsonNode row) {
            return new Behaviour(row.path("missing").asBoolean(), row.path("ready").asInt(2), row.path("crash").asInt(0), row.path("exit").asInt(0),
                    row.path("oom").asInt(0), row.path("runs").asInt(12), row.path("log").asText("plain"), row.path("cpu").asInt(20), row.path("memory").asInt(48));
        }
    }

    Behaviour of(String image) {
        if (known.size() > 1000) {
            known.clear();
        }
        return known.computeIfAbsent(image, key -> entries.stream().filter(entry -> entry.image().matcher(key).find())
                .map(Entry::behaviour).findFirst().orElseGet(() -> Behaviour.from(Json.object())));
    }
}
