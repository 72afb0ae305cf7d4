package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Values of settings on disk: {@code settings/PLUGIN/ID/KEY/SCHEMA.json}, and {@code current}, which says the number that counts. The
 * others are a copy that was migrated for a candidate, or what a rollback would find.
 */
@Component(service = Kept.class)
public final class Kept {
    private static final String CURRENT = "current";
    private static final int MOST_REMEMBERED = 2000;

    private final Cabinet cabinet;
    private final JsonCodec json;
    private final Map<Path, Optional<Json>> known = new ConcurrentHashMap<>();

    @Activate
    public Kept(@Reference Cabinet cabinet, @Reference JsonCodec json) {
        this.cabinet = cabinet;
        this.json = json;
    }

    /** One set of values: a plugin's settings of one id for one installation, cluster or user. */
    record Place(String plugin, String id, String key) {}

    /** Every place that holds something for that plugin and id. */
    List<Place> places(String plugin, String id) {
        return cabinet.list(cabinet.path("settings", plugin, id)).stream()
                .map(folder -> new Place(plugin, id, folder.getFileName().toString()))
                .toList();
    }

    /** The schema number that counts; empty when nothing was ever set. */
    Optional<Integer> current(Place place) {
        return cabinet.read(folder(place).resolve(CURRENT)).map(text -> Integer.parseInt(new String(text, StandardCharsets.US_ASCII).strip()));
    }

    /** Values in the shape of that number; empty when there are none. */
    Optional<Json> values(Place place, int schema) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear(); // many users, each with settings of their own
        }
        return known.computeIfAbsent(file(place, schema), file -> cabinet.read(file).map(json::parse));
    }

    void write(Place place, int schema, Map<String, Object> values) {
        cabinet.write(file(place, schema), json.write(values));
        known.clear(); // few, small, and read again at once
    }

    /** From now on that number counts; all but it and the one before are thrown away. */
    void point(Place place, int schema) {
        Optional<Integer> former = current(place);
        if (former.isPresent() && former.get() == schema) {
            return;
        }
        cabinet.write(folder(place).resolve(CURRENT), String.valueOf(schema).getBytes(StandardCharsets.US_ASCII));
        for (Path file : cabinet.list(folder(place))) {
            String name = file.getFileName().toString();
            boolean keep = name.equals(CURRENT) || name.equals(schema + ".json") || former.isPresent() && name.equals(former.get() + ".json");
            if (!keep) {
                cabinet.delete(file);
            }
        }
        known.clear();
    }

    private Path folder(Place place) {
        return cabinet.path("settings", place.plugin(), place.id(), place.key());
    }

    private Path file(Place place, int schema) {
        return folder(place).resolve(schema + ".json");
    }
}
