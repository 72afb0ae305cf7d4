package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Migration;
import dev.fresnel.spi.switchboard.Examiner;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a candidate migrate copies of settings while it is probed; the switch makes them count. */
@Component(service = {Migrations.class, Examiner.class}, immediate = true)
public final class Migrations implements Examiner {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Kept kept;
    private final JsonCodec json;
    private final AutoCloseable watch;

    @Activate
    public Migrations(@Reference Kept kept, @Reference JsonCodec json, @Reference Switchboard board) {
        this.kept = kept;
        this.json = json;
        this.watch = board.onSwitch(this::switched);
    }

    @Deactivate
    public void close() throws Exception {
        watch.close();
    }

    @Override
    public void examine(Generation candidate) {
        for (SettingsOf settings : SettingsOf.all(candidate)) {
            for (Kept.Place place : kept.places(settings.plugin(), settings.id())) {
                Optional<Integer> current = kept.current(place);
                if (current.isPresent() && current.get() < settings.schema()) {
                    migrate(candidate, settings, place, current.get());
                }
            }
        }
    }

    private void migrate(Generation candidate, SettingsOf settings, Kept.Place place, int from) {
        Json former = kept.values(place, from).orElseGet(() -> json.parse(new byte[] {'{', '}'}));
        Migration migration = candidate.extensions(Migration.class).stream()
                .map(extension -> extension.value())
                .filter(one -> one.settings().equals(settings.id()))
                .findFirst()
                .orElseThrow(() -> refused(settings, "changes the shape of its settings from " + from + " to " + settings.schema() + " and has no Migration for it"));
        try {
            // As text: the values may be of the plugin's own types.
            byte[] moved = candidate.lane().call(migration, () -> candidate.json().write(migration.migrate(from, former)), DEADLINE);
            kept.write(place, settings.schema(), settings.form().fill(json.parse(moved)));
        } catch (Problem e) {
            throw refused(settings, "cannot migrate its settings from " + from + " to " + settings.schema() + ": " + e.text());
        }
    }

    private static Problem refused(SettingsOf settings, String text) {
        return new Problem(Problem.Kind.CONFLICT, "SETTINGS_MIGRATION", settings.id() + " " + text, Map.of("settings", settings.id()), null);
    }

    private void switched(Table before, Table now) {
        now.serving().forEach((plugin, generation) -> {
            if (before.serving().get(plugin) != generation) {
                commit(generation);
            }
        });
    }

    private void commit(Generation generation) {
        for (SettingsOf settings : SettingsOf.all(generation)) {
            for (Kept.Place place : kept.places(settings.plugin(), settings.id())) {
                if (kept.values(place, settings.schema()).isEmpty()) {
                    LOG.warn("{}: there are no settings {} in the shape {}; defaults count", generation.toString(), settings.id(), settings.schema());
                } else {
                    kept.point(place, settings.schema());
                }
            }
        }
    }
}
