package dev.fresnel.terminal;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import java.util.List;
import java.util.Map;

/**
 * What a page says of a terminal.
 *
 * @param mode {@code exec}, {@code attach}, {@code node}
 * @param pod the pod; for {@code node} without a name
 * @param container {@code ""} = the pod's default one
 * @param command what to run; none = a shell that is found
 * @param windows whether the container runs Windows
 * @param node its name, for {@code node}
 * @param tty whether there is a terminal at the other end
 * @param input whether it takes input
 * @param seen bytes of output that the page has drawn
 */
record ShellParams(
        String mode, ObjectRef pod, String container, List<String> command, boolean windows, String node, boolean tty, boolean input, int columns, int rows, long seen) {
    private static final int LONGEST = 4096;

    /** @throws Problem INVALID */
    static ShellParams of(Json json) {
        String mode = json.get("mode").text().isEmpty() ? "exec" : json.get("mode").text();
        if (!List.of("exec", "attach", "node").contains(mode)) {
            throw invalid("mode", "is none of exec, attach and node");
        }
        List<String> command = json.get("command").items().stream().map(Json::text).toList();
        if (command.stream().mapToInt(String::length).sum() > LONGEST) {
            throw invalid("command", "is too long");
        }
        boolean node = mode.equals("node");
        var pod = new ObjectRef(
                needed(json, "cluster"), Kind.POD, node ? "" : needed(json, "namespace"), node ? "" : needed(json, "pod"));
        return new ShellParams(
                mode, pod, json.get("container").text(), command, json.get("windows").flag(), node ? needed(json, "node") : "",
                !json.get("tty").present() || json.get("tty").flag(),
                !json.get("input").present() || json.get("input").flag(), size(json, "columns", 80), size(json, "rows", 24), json.get("seen").number(0));
    }

    private static int size(Json json, String name, int otherwise) {
        return (int) Math.clamp(json.get(name).number(otherwise), 1, 2000);
    }

    private static String needed(Json json, String name) {
        String text = json.get(name).text();
        if (text.isEmpty() || text.length() > 253) {
            throw invalid(name, "is missing");
        }
        return text;
    }

    private static Problem invalid(String name, String why) {
        return new Problem(Problem.Kind.INVALID, "TERMINAL_INVALID", name + " " + why + ".", Map.of("name", name), null);
    }
}
