package dev.fresnel.resources.action;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Commands of {@code kubectl} that do what an action does. */
final class Kubectl {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Kubectl() {}

    /** {@code kubectl VERB kind/a kind/b -n namespace OPTIONS}, one line for each namespace. */
    static List<String> each(String verb, List<KubeObject> objects, String... options) {
        Map<String, StringBuilder> lines = new LinkedHashMap<>();
        for (KubeObject object : objects) {
            lines.computeIfAbsent(object.ref().namespace(), namespace -> new StringBuilder("kubectl ").append(verb))
                    .append(' ').append(quoted(named(object.ref())));
        }
        return lines.entrySet().stream().map(line -> line.getValue() + place(line.getKey()) + tail(options)).toList();
    }

    /** The same for commands of nodes, which take names alone. */
    static List<String> names(String verb, List<KubeObject> objects, String... options) {
        return List.of("kubectl " + verb + " " + String.join(" ", objects.stream().map(object -> quoted(object.ref().name())).toList()) + tail(options));
    }

    static String named(ObjectRef ref) {
        return ref.kind().id() + "/" + ref.name();
    }

    static String place(String namespace) {
        return namespace.isEmpty() ? "" : " -n " + namespace;
    }

    private static String tail(String... options) {
        var text = new StringBuilder();
        for (String option : options) {
            text.append(option.isEmpty() ? "" : " " + quoted(option));
        }
        return text.toString();
    }

    /** For any POSIX shell: names of roles may hold anything. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
