package dev.fresnel.catalog.manager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How things stand.
 *
 * @param at when it was written
 * @param wishes SHA-256 of the file that it answers, {@code ""} when that cannot be read
 * @param owner whether this process decides what all replicas install
 * @param problem what is wrong with the file or the folder as a whole; {@code ""} when nothing is
 * @param plugins by name
 */
record Report(Instant at, String wishes, boolean owner, String problem, List<Standing> plugins) {
    Report {
        plugins = List.copyOf(plugins);
    }

    /** What a plugin's standing is. */
    enum State {
        INSTALLED,
        FETCHING,
        /** Will be tried again. */
        FAILED,
        /** Another replica has to decide first. */
        WAITING;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One plugin.
     *
     * @param version that stands in the folder or is on its way; {@code ""} when none is known
     * @param reason code, {@code ""} when all is well
     * @param attempts in a row that failed
     */
    record Standing(String name, String source, String wanted, State state, String version, String sha256, String reason, String words, int attempts, Instant since, Instant next) {}

    boolean converged() {
        return problem.isEmpty() && plugins.stream().allMatch(plugin -> plugin.state() == State.INSTALLED);
    }

    /** Whether nothing is on its way or might pass by itself. */
    boolean settled(java.util.Set<String> lasting) {
        return problem.isEmpty() && plugins.stream().allMatch(plugin -> plugin.state() == State.INSTALLED || lasting.contains(plugin.name()));
    }

    Map<String, Object> json() {
        var members = new LinkedHashMap<String, Object>();
        members.put("at", at.toString());
        members.put("converged", converged());
        members.put("owner", owner);
        members.put("wishes", wishes);
        if (!problem.isEmpty()) {
            members.put("problem", problem);
        }
        var list = new ArrayList<Map<String, Object>>();
        plugins.forEach(plugin -> list.add(json(plugin)));
        members.put("plugins", list);
        return members;
    }

    private static Map<String, Object> json(Standing plugin) {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", plugin.name());
        members.put("source", plugin.source());
        members.put("wanted", plugin.wanted());
        members.put("state", plugin.state().word());
        members.put("version", plugin.version());
        members.put("sha256", plugin.sha256());
        members.put("since", plugin.since().toString());
        if (!plugin.reason().isEmpty()) {
            members.put("reason", plugin.reason());
            members.put("detail", plugin.words());
            members.put("attempts", plugin.attempts());
            members.put("next", plugin.next().toString());
        }
        return members;
    }

    /** Prometheus text, version 0.0.4. */
    String metrics() {
        var text = new StringBuilder();
        gauge(text, "fresnel_manager_converged", "Whether the folder is as the file says.", converged() ? 1 : 0);
        gauge(text, "fresnel_manager_owner", "Whether this process decides what all replicas install.", owner ? 1 : 0);
        gauge(text, "fresnel_manager_config_valid", "Whether plugins.yaml could be read.", wishes.isEmpty() ? 0 : 1);
        text.append("# HELP fresnel_manager_plugin State of each plugin: 1 for the one it is in.\n# TYPE fresnel_manager_plugin gauge\n");
        for (Standing plugin : plugins) {
            text.append("fresnel_manager_plugin{name=\"").append(plugin.name()).append("\",state=\"").append(plugin.state().word()).append("\",version=\"")
                    .append(plugin.version()).append("\"} 1\n");
        }
        text.append("# HELP fresnel_manager_failures Attempts in a row that failed.\n# TYPE fresnel_manager_failures gauge\n");
        plugins.forEach(plugin -> text.append("fresnel_manager_failures{name=\"").append(plugin.name()).append("\"} ").append(plugin.attempts()).append('\n'));
        return text.toString();
    }

    private static void gauge(StringBuilder text, String name, String help, int value) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(" gauge\n").append(name).append(' ').append(value).append('\n');
    }
}
