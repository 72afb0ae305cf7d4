package dev.fresnel.storage;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.settings.Scope;
import dev.fresnel.spi.form.Form;
import dev.fresnel.spi.switchboard.Generation;
import java.util.List;

/**
 * One kind of settings that a plugin has, as its {@code plugin.json} says.
 *
 * @param schema number of its shape
 */
record SettingsOf(String plugin, String id, String title, Scope scope, int schema, Form form) {
    static List<SettingsOf> all(Generation generation) {
        return generation.descriptor().get("settings").items().stream().map(json -> of(generation.plugin(), json)).toList();
    }

    private static SettingsOf of(String plugin, Json json) {
        return new SettingsOf(
                plugin, json.get("id").text(), json.get("title").text(), Scope.valueOf(json.get("scope").text()),
                Math.toIntExact(json.get("schema").number(1)), Form.of(json.get("fields")));
    }
}
