package dev.fresnel.live.column;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JSONPath of {@code kubectl -o custom-columns} on one object: fields, {@code ['a.b']}, {@code [0]}, {@code [-1:]}, {@code [*]},
 * {@code ..field}, {@code [?(@.type=="Ready")]}. Missing fields are no error.
 */
public final class JsonPath {
    /** Values that one path may give: {@code ..} finds a lot. */
    private static final int MOST = 1000;

    private final List<String> fields;
    private final List<Step> steps;

    JsonPath(List<String> fields, List<Step> steps) {
        this.fields = fields;
        this.steps = steps;
    }

    /** One step from values to values. */
    interface Step {
        void from(Json value, List<Json> out);
    }

    /**
     * @param text {@code .spec.nodeName}, {@code spec.nodeName} or {@code {.spec.nodeName}}
     * @throws Problem INVALID with the place where it cannot be read
     */
    public static JsonPath parse(String text) {
        return new JsonPathReader(text).path();
    }

    static Problem bad(String text, int at, String why) {
        return new Problem(Problem.Kind.INVALID, "LIVE_PATH_INVALID", "The JSONPath cannot be read at position " + at + ": " + why + ".",
                Map.of("path", text, "position", at), null);
    }

    /** The part of the object that it starts in: its leading plain fields as a JSON pointer. */
    public String pointer() {
        StringBuilder pointer = new StringBuilder();
        for (String field : fields) {
            pointer.append('/').append(field.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** Its values, given the part at {@link #pointer}. */
    public List<Json> values(Json part) {
        if (part.type() == Json.Type.ABSENT) {
            return List.of();
        }
        List<Json> now = List.of(part);
        for (Step step : steps) {
            List<Json> next = new ArrayList<>();
            for (Json value : now) {
                if (next.size() < MOST) {
                    step.from(value, next);
                }
            }
            now = next.size() > MOST ? next.subList(0, MOST) : next;
        }
        return now;
    }

    /** A value as {@code kubectl -o custom-columns} prints it. */
    public static String printed(Json value) {
        return switch (value.type()) {
            case OBJECT -> {
                List<String> members = new ArrayList<>();
                value.names().stream().sorted().forEach(name -> members.add(name + ":" + printed(value.get(name))));
                yield "map[" + String.join(" ", members) + "]";
            }
            case ARRAY -> "[" + String.join(" ", value.items().stream().map(JsonPath::printed).toList()) + "]";
            case NULL, ABSENT -> "<nil>";
            default -> value.text();
        };
    }
}
