package dev.fresnel.offers.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.action.Level;
import dev.fresnel.api.json.Json;
import dev.fresnel.spi.form.Form;
import dev.fresnel.spi.live.Rights.Right;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import java.util.Arrays;
import java.util.List;

/**
 * An action as data: nothing of the plugin's classes.
 *
 * @param needs as {@code ActionType.needs}
 */
record Offered(
        String plugin, String id, String title, List<String> kinds, List<String> needs, String when, Level level, int most, int order, Form form) {
    static List<Offered> all(Generation generation) {
        return generation.extensions(Action.class).stream().map(extension -> of(generation, extension)).toList();
    }

    static Offered of(Generation generation, Extension<Action> extension) {
        String level = extension.text("fresnel.action.level");
        return new Offered(
                generation.plugin(), extension.text("fresnel.action.id"), extension.text("fresnel.action.title"),
                texts(extension, "fresnel.action.kinds"), texts(extension, "fresnel.action.needs"), extension.text("fresnel.action.when"),
                level.isEmpty() ? Level.CHANGE : Level.valueOf(level), number(extension, "fresnel.action.most", 500),
                number(extension, "fresnel.action.order", 100), form(generation, extension));
    }

    boolean suits(String resource) {
        return kinds.contains("*") || kinds.contains(resource);
    }

    /** What the user must be allowed for objects of that kind there. */
    List<Right> rights(String resource, String namespace) {
        return needs.stream().map(need -> right(need, resource, namespace)).toList();
    }

    private static Right right(String need, String resource, String namespace) {
        String[] parts = need.split(":", 2);
        String named = parts.length == 1 ? resource : parts[1].startsWith("/") ? resource + parts[1] : parts[1];
        return new Right(parts[0], named, namespace);
    }

    /** From {@code plugin.json} where there is one, else from the record itself. */
    private static Form form(Generation generation, Extension<Action> extension) {
        String id = extension.text("fresnel.action.id");
        for (Json one : generation.descriptor().get("actions").items()) {
            if (one.get("id").text().equals(id)) {
                return Form.of(one.get("fields"));
            }
        }
        String input = extension.text("fresnel.action.input");
        if (input.isEmpty() || input.equals("void")) {
            return Form.NONE;
        }
        try {
            return Form.of(extension.value().getClass().getClassLoader().loadClass(input));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(Extension<?> extension, String name) {
        return switch (extension.properties().get(name)) {
            case String[] many -> Arrays.asList(many);
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }

    private static int number(Extension<?> extension, String name, int usual) {
        return extension.properties().get(name) instanceof Integer number ? number : usual;
    }
}
