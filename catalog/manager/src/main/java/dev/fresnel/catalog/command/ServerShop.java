package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plugins of a running server, by {@code /api/v1/catalog}: every change is a plan that is shown before it is applied. */
final class ServerShop implements Shop {
    private static final int MOST = 10_000;
    private static final long POLL = 150;

    private final Server server;
    private final Request request;
    private final Terminal terminal;

    ServerShop(Server server, Request request, Terminal terminal) {
        this.server = server;
        this.request = request;
        this.terminal = terminal;
    }

    @Override
    public void list() throws Refusal {
        var installed = new ArrayList<Fields>();
        for (Fields entry : catalog()) {
            if (entry.has("installed")) {
                installed.add(entry);
            }
        }
        if (request.json()) {
            show("plugins", installed);
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (Fields entry : installed) {
            Fields now = entry.fields("installed");
            rows.add(List.of(entry.text("id"), now.text("version", ""), now.text("state", ""), now.text("source", ""), marks(now), entry.has("update") ? entry.fields("update").text("version", "") : "", String.join("; ", now.texts("reasons"))));
        }
        terminal.table(List.of("ID", "VERSION", "STATE", "SOURCE", "MARKS", "UPDATE", "WHY"), rows);
    }

    private static String marks(Fields now) throws Refusal {
        var marks = new ArrayList<String>();
        if (now.flag("pin", false)) {
            marks.add("pinned");
        }
        if (now.flag("hold", false)) {
            marks.add("held");
        }
        return String.join(",", marks);
    }

    private List<Fields> catalog() throws Refusal {
        return server.get("/api/v1/catalog").list("entries", MOST);
    }

    private void show(String name, List<Fields> entries) throws Refusal {
        var list = new ArrayList<Map<String, Object>>();
        for (Fields entry : entries) {
            list.add(entry.whole());
        }
        terminal.json(Map.of(name, list));
    }

    @Override
    public void search(String text) throws Refusal {
        String wanted = text.toLowerCase(java.util.Locale.ROOT);
        var found = new ArrayList<Fields>();
        for (Fields entry : catalog()) {
            String all = entry.text("id") + " " + entry.text("title", "") + " " + entry.text("summary", "");
            if (all.toLowerCase(java.util.Locale.ROOT).contains(wanted)) {
                found.add(entry);
            }
        }
        if (request.json()) {
            show("plugins", found);
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (Fields entry : found) {
            String state = entry.has("installed") ? "installed" : entry.flag("compatible", true) ? "" : "does not fit";
            rows.add(List.of(entry.text("id"), entry.text("version", ""), entry.has("trust") ? entry.fields("trust").text("state", "") : "", state, entry.text("summary", entry.text("title", ""))));
        }
        terminal.table(List.of("ID", "VERSION", "TRUST", "STATE", "WHAT"), rows);
    }

    @Override
    public void info(String id) throws Refusal {
        Fields entry = server.get("/api/v1/catalog/" + id);
        if (request.json()) {
            terminal.json(entry.whole());
            return;
        }
        terminal.line(entry.text("title", id) + " (" + id + ")");
        terminal.line(entry.text("summary", ""));
        pair("version", entry.text("version", ""));
        pair("publisher", entry.text("publisher", ""));
        pair("licence", entry.text("license", ""));
        if (entry.has("trust")) {
            pair("trust", entry.fields("trust").text("state", "") + " " + String.join("; ", entry.fields("trust").texts("reasons")));
        }
        if (entry.has("installed")) {
            Fields now = entry.fields("installed");
            pair("installed", now.text("version", "") + " " + now.text("state", "") + " " + String.join("; ", now.texts("reasons")));
        }
        pair("fits", entry.flag("compatible", true) ? "yes" : "no: " + String.join("; ", entry.texts("reasons")));
        pair("adds", String.join(", ", entry.texts("adds")));
        pair("asks for", String.join(", ", entry.texts("asks")));
        pair("needs", String.join(", ", entry.texts("needs")));
    }

    private void pair(String name, String value) {
        if (!value.isBlank()) {
            terminal.line("  %-10s %s".formatted(name, value.strip()));
        }
    }

    @Override
    public void install(List<String> what) throws Refusal, InterruptedException {
        var changes = new ArrayList<Map<String, Object>>();
        for (String one : some(what, "the id of a plugin, or a file")) {
            Path file = Path.of(one.replaceFirst("@.*$", ""));
            if (one.endsWith(".jar") && Files.isRegularFile(file)) {
                Fields uploaded = server.upload(file);
                changes.add(change("install", uploaded.text("id"), "digest", uploaded.text("digest")));
                continue;
            }
            int at = one.indexOf('@');
            changes.add(at < 0 ? change("install", one, "", "") : change("install", one.substring(0, at), "version", one.substring(at + 1)));
        }
        carryOut(changes);
    }

    private static List<String> some(List<String> words, String what) {
        if (words.isEmpty()) {
            throw Failure.misuse("name " + what + ".");
        }
        return words;
    }

    private static Map<String, Object> change(String action, String id, String key, String value) {
        var change = new LinkedHashMap<String, Object>();
        change.put("action", action);
        change.put("id", id);
        if (!key.isEmpty()) {
            change.put(key, value);
        }
        return change;
    }

    @Override
    public void update(List<String> ids) throws Refusal, InterruptedException {
        var wanted = new ArrayList<>(ids);
        if (ids.isEmpty()) {
            if (!request.all()) {
                throw Failure.misuse("name plugins, or say --all.");
            }
            for (Fields entry : catalog()) {
                if (entry.has("update") && entry.has("installed") && !entry.fields("installed").flag("pin", false)) {
                    wanted.add(entry.text("id"));
                }
            }
        }
        if (wanted.isEmpty()) {
            terminal.line("Everything is up to date.");
            return;
        }
        carryOut(wanted.stream().map(id -> change("update", id, "", "")).toList());
    }

    @Override
    public void rollback(String id) throws Refusal, InterruptedException {
        carryOut(List.of(change("rollback", id, "", "")));
    }

    @Override
    public void remove(List<String> ids) throws Refusal, InterruptedException {
        carryOut(some(ids, "plugins").stream().map(id -> change("remove", id, "", "")).toList());
    }

    @Override
    public void pin(String id, boolean on) throws Refusal, InterruptedException {
        carryOut(List.of(change(on ? "pin" : "unpin", id, "", "")));
    }

    /** The server checks digests at each start and signatures at each plan; what it thinks stands in its catalog. */
    @Override
    public void verify(List<String> what) throws Refusal {
        boolean good = true;
        for (Fields entry : catalog()) {
            if (!entry.has("installed") || !what.isEmpty() && !what.contains(entry.text("id"))) {
                continue;
            }
            Fields now = entry.fields("installed");
            boolean fine = now.text("state", "").equals("SERVING");
            good &= fine;
            terminal.line((fine ? "good  " : "bad   ") + entry.text("id") + " " + now.text("version", "") + " " + String.join("; ", now.texts("reasons")));
        }
        if (!good) {
            throw Failure.notDone("not every plugin is in order.");
        }
    }

    // ---- plan, consent, progress

    private void carryOut(List<Map<String, Object>> changes) throws Refusal, InterruptedException {
        Fields plan = server.post("/api/v1/catalog/plans", Map.of("changes", changes));
        if (!request.json()) {
            describe(plan);
        }
        if (!plan.flag("ok", false)) {
            if (request.json()) {
                terminal.json(plan.whole());
            }
            throw Failure.notDone(String.join("; ", plan.texts("reasons")));
        }
        List<String> asks = plan.texts("asks");
        var granted = new ArrayList<>(request.consent());
        var missing = asks.stream().filter(ask -> !granted.contains(ask)).toList();
        if (!missing.isEmpty()) {
            if (!terminal.agrees("It asks for " + String.join(", ", missing) + ". Grant that?")) {
                throw Failure.notDone("it asks for " + String.join(", ", missing) + "; grant that with --consent " + String.join(",", asks) + ".");
            }
            granted.addAll(missing);
        } else if (!request.yes() && !request.json() && plan.list("changes", MOST).size() > changes.size() && !terminal.agrees("More than was asked for will change. Go on?")) {
            throw Failure.notDone("more than was asked for would change; say --yes to go on.");
        }
        follow(server.post("/api/v1/catalog/plans/" + plan.text("id") + "/apply", Map.of("consent", granted)).text("id"));
    }

    private void describe(Fields plan) throws Refusal {
        for (Fields change : plan.list("changes", MOST)) {
            String from = change.has("from") ? change.fields("from").text("version", "") : "";
            String to = change.has("to") ? change.fields("to").text("version", "") : "";
            String way = from.isEmpty() ? to : to.isEmpty() ? from : from + " → " + to;
            String why = change.text("why", "asked");
            terminal.line("  " + change.text("action") + " " + change.text("id") + " " + way + (why.equals("asked") ? "" : " (" + why + ")"));
        }
        for (String touched : plan.texts("touches")) {
            terminal.line("  starts anew: " + touched);
        }
        if (!plan.flag("canRollBack", true)) {
            terminal.line("  cannot be rolled back");
        }
    }

    private void follow(String operation) throws Refusal, InterruptedException {
        while (true) {
            Fields now = server.get("/api/v1/catalog/operations/" + operation);
            String state = now.text("state", "");
            if (state.equals("RUNNING")) {
                terminal.progress(now.text("step", ""), now.number("bytes", 0, Long.MAX_VALUE, 0), now.number("total", 0, Long.MAX_VALUE, 0));
                Thread.sleep(POLL);
                continue;
            }
            terminal.clear();
            if (request.json()) {
                terminal.json(now.whole());
            }
            if (!state.equals("COMMITTED")) {
                throw Failure.notDone("rolled back: " + String.join("; ", now.texts("reasons")));
            }
            if (!request.json()) {
                terminal.line("Done.");
            }
            return;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
