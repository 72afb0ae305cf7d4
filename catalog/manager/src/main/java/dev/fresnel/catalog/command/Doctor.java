package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what plugins need here, and says what helps where something is wrong. */
final class Doctor {
    private static final int JAVA = 25;
    private static final long ROOM = 200L << 20;

    private final Request request;
    private final Terminal terminal;
    private final List<Finding> findings = new ArrayList<>();

    private record Finding(boolean good, String what, String help) {}

    Doctor(Request request, Terminal terminal) {
        this.request = request;
        this.terminal = terminal;
    }

    void examine() {
        java();
        data();
        server();
        say();
    }

    private void note(boolean good, String what, String help) {
        findings.add(new Finding(good, what, good ? "" : help));
    }

    private void java() {
        int version = Runtime.version().feature();
        note(version >= JAVA, "Java " + Runtime.version(), "install Java " + JAVA + " or later, or set FRESNEL_JAVA_HOME");
    }

    private void data() {
        Path data = request.data();
        try {
            if (!Files.exists(data)) {
                note(true, "the data folder " + data + " is made at the first start", "");
                return;
            }
            note(Files.isWritable(data), "the data folder " + data + " can be written", "give the user who starts Fresnel the right to write it, or name another with --data-dir");
            long room = Files.getFileStore(data).getUsableSpace();
            note(room > ROOM, "there is room for plugins: " + Terminal.size(room), "make room on the disk of " + data);
        } catch (IOException e) {
            note(false, "the data folder " + data + " cannot be looked at: " + e.getMessage(), "name another with --data-dir");
        }
    }

    private void server() {
        Optional<Server> running = request.server().isPresent() ? Optional.of(Server.of(request)) : Server.running(request.data());
        if (running.isEmpty()) {
            note(true, "no server runs with this data folder", "");
            return;
        }
        try (Server server = running.get()) {
            note(true, "a server answers at " + server.address(), "");
            for (Fields component : server.get("/readyz").list("components", 100)) {
                boolean up = component.flag("up", false);
                note(up, component.text("name") + (up ? " is up" : " is not up: " + component.text("why", "")), "see its log, and what else stands here");
            }
            for (Fields plugin : server.get("/api/v1/plugins").list("plugins", 1_000)) {
                String state = plugin.text("state", "");
                String why = String.join("; ", plugin.texts("reasons"));
                boolean good = !state.equals("REFUSED") && !state.equals("QUARANTINED");
                note(good, "plugin " + plugin.text("id", plugin.text("file", "")) + " " + plugin.text("version", "") + " is " + state.toLowerCase(java.util.Locale.ROOT) + (why.isEmpty() ? "" : ": " + why), "install a build that fits, or take it away");
                if (plugin.flag("restartNeeded", false)) {
                    note(false, "a former build of " + plugin.text("id") + " cannot be unloaded", "restart the server when it suits");
                }
            }
        } catch (Failure | Refusal failed) {
            note(false, String.valueOf(failed.getMessage()), "is the server of this data folder running, and does its log say more?");
        }
    }

    private void say() {
        boolean good = findings.stream().allMatch(Finding::good);
        if (request.json()) {
            var list = new ArrayList<Map<String, Object>>();
            for (Finding finding : findings) {
                var members = new LinkedHashMap<String, Object>();
                members.put("good", finding.good());
                members.put("what", finding.what());
                members.put("help", finding.help());
                list.add(members);
            }
            terminal.json(Map.of("good", good, "findings", list));
        } else {
            for (Finding finding : findings) {
                terminal.line((finding.good() ? "ok    " : "WRONG ") + finding.what() + (finding.help().isEmpty() ? "" : " → " + finding.help()));
            }
        }
        if (!good) {
            throw Failure.notDone("something is wrong.");
        }
    }
}
