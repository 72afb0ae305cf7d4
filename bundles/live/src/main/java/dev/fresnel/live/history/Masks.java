package dev.fresnel.live.history;

import dev.fresnel.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps out of the history what must not be kept: every value of a Secret, and values elsewhere whose name says that they are
 * one: environment variables, entries of ConfigMaps, annotations, fields of custom resources; and passwords within addresses.
 */
final class Masks {
    static final String MASK = "•••";

    private static final Pattern TELLING = Pattern.compile(
            "(?i)(passw(or)?d|passphrase|secret|token|credential|private[-_.]?key|api[-_.]?key|access[-_.]?key|auth(orization)?$|\\bpwd\\b|_pwd$|dsn$|connection[-_.]?string)");

    /** Names that tell, but of things that are none. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?i)(name|ref|refs|namespace|path|type|types|mode|expirationseconds|seconds|version|count|automount\\w*)$");

    /** {@code postgres://user:word@host}; possessive, so that it takes linear time. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/\\s:@\"]{0,80}+:)[^/\\s@\"]{1,200}+@");

    private final boolean secret;
    private boolean telling;

    Masks(boolean secret) {
        this.secret = secret;
    }

    /** Goes into an object; an environment variable says by its name what its value is. @return what {@link #leave} wants back */
    boolean enter(Json before, Json after) {
        boolean was = telling;
        telling = tells(before) || tells(after);
        return was;
    }

    void leave(boolean was) {
        telling = was;
    }

    private static boolean tells(Json object) {
        return object.get("value").type() == Json.Type.STRING && tells(object.get("name").text().isEmpty() ? object.get("key").text() : object.get("name").text());
    }

    private static boolean tells(String name) {
        return TELLING.matcher(name).find() && !HARMLESS.matcher(name).find();
    }

    /** JSON text of a value as it may be kept. */
    String text(String path, String name, Json value) {
        if (value.type() == Json.Type.ABSENT) {
            return "";
        }
        if (secret && !path.startsWith(".metadata.labels") && !path.startsWith(".metadata.deletion")) {
            return quoted(MASK);
        }
        return text(name, value, telling && name.equals("value"));
    }

    private String text(String name, Json value, boolean hidden) {
        return switch (value.type()) {
            case STRING -> hidden || tells(name) ? quoted(MASK) : address(value.toString());
            case OBJECT -> {
                boolean variable = tells(value);
                yield value.names().stream()
                        .map(key -> quoted(key) + ":" + text(key, value.get(key), variable && key.equals("value")))
                        .collect(Collectors.joining(",", "{", "}"));
            }
            case ARRAY -> {
                List<String> parts = new ArrayList<>();
                value.items().forEach(item -> parts.add(text(name, item, hidden)));
                yield "[" + String.join(",", parts) + "]";
            }
            default -> value.toString();
        };
    }

    private static String address(String json) {
        return json.contains("://") ? IN_ADDRESS.matcher(json).replaceAll("$1" + MASK + "@") : json;
    }

    /** Names of members are printable in Kubernetes; what is not is escaped all the same. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
