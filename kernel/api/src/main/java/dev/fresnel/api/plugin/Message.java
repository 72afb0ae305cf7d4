package dev.fresnel.api.plugin;

import java.util.Map;

/**
 * A text for people, named instead of written: the page renders it from the plugin's ICU messages.
 *
 * @param key key in {@code messages/en.json}
 * @param args named arguments; values are text, numbers or booleans
 */
public record Message(String key, Map<String, Object> args) {
    public Message {
        args = Map.copyOf(args);
    }

    public static Message of(String key) {
        return new Message(key, Map.of());
    }
}
