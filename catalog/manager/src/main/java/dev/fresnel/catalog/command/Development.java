package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code plugin dev [FOLDER]}: builds, puts the jar into the running server, says how it stands there, and again after each change. */
final class Development {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE = 100;
    private static final Pattern ID = Pattern.compile("fresnel\\.plugin(?::String)?=\"?([a-z][a-z0-9-]*)");

    private final Request request;
    private final Terminal terminal;
    private final Path folder;
    private final Server server;
    private final Path plugins;
    private final Build build;

    private record Outcome(String id, String digest, String state, List<String> reasons, long buildMillis, long swapMillis) {
        boolean serving() {
            return state.equals("SERVING");
        }
    }

    /** @throws Failure when there is no plugin to build, or no server to put it into */
    Development(Request request, Terminal terminal) {
        this.request = request;
        this.terminal = terminal;
        if (request.words().size() > 1) {
            throw Failure.misuse("dev takes one folder.");
        }
        this.folder = Path.of(request.words().isEmpty() ? "." : request.words().getFirst()).toAbsolutePath().normalize();
        if (!Files.isRegularFile(folder.resolve("pom.xml"))) {
            throw Failure.notDone(folder + " holds no plugin: there is no pom.xml. fresnel plugin new NAME makes one.");
        }
        this.build = new Build(folder, Kit.own(), request.offline());
        this.server = Server.of(request);
        this.plugins = request.folder().or(() -> server.plugins()).orElseThrow(() -> Failure.misuse("name the server's folder of plugins with --plugins-dir."));
        if (!Files.isDirectory(plugins)) {
            throw Failure.notDone(plugins + ", the server's folder of plugins, is not there.");
        }
    }

    void run() throws InterruptedException {
        var sources = new SourceFiles(folder);
        try (server) {
            for (;;) {
                Object before = sources.look();
                boolean good = round();
                if (request.once()) {
                    if (!good) {
                        throw Failure.notDone("it does not serve.");
                    }
                    return;
                }
                sources.awaitChange(before);
            }
        } catch (IOException e) {
            throw Failure.notDone(folder + " cannot be read: " + e);
        }
    }

    /** What goes wrong in one round is told, and the next change is awaited. */
    private boolean round() throws InterruptedException {
        try {
            long began = System.nanoTime();
            terminal.progress("building " + folder.getFileName(), 0, 0);
            Path jar = build.run();
            long built = System.nanoTime();
            String id = id(jar);
            String digest = digest(jar);
            drop(jar, id);
            Outcome outcome = stands(id, digest, built - began, built);
            tell(outcome);
            return outcome.serving();
        } catch (Failure | Refusal failed) {
            terminal.clear();
            tell(failed instanceof Failure failure ? failure.line() : ((Refusal) failed).words());
        } catch (IOException e) {
            tell(e.toString());
        }
        return false;
    }

    static String id(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            String capabilities = file.getManifest() == null ? null : file.getManifest().getMainAttributes().getValue("Provide-Capability");
            Matcher found = ID.matcher(capabilities == null ? "" : capabilities);
            if (!found.find()) {
                throw Failure.notDone(jar.getFileName() + " is no plugin: its manifest has no fresnel.plugin, which @FresnelPlugin on its package writes.");
            }
            return found.group(1);
        }
    }

    private static String digest(Path jar) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void drop(Path jar, String id) throws IOException {
        Path part = plugins.resolve("." + id + ".jar.part");
        Path place = plugins.resolve(id + ".jar");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        try {
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Waits until the server has decided about this very build. */
    private Outcome stands(String id, String digest, long buildNanos, long from) throws Refusal, InterruptedException {
        String state = "";
        while (System.nanoTime() - from < PATIENCE.toNanos()) {
            for (Fields plugin : server.get("/api/v1/plugins").list("plugins", 10_000)) {
                if (plugin.text("digest", "").equals(digest)) {
                    state = plugin.text("state", "");
                    if (List.of("SERVING", "REFUSED", "QUARANTINED").contains(state)) {
                        return new Outcome(id, digest, state, plugin.texts("reasons"), buildNanos / 1_000_000, (System.nanoTime() - from) / 1_000_000);
                    }
                }
            }
            Thread.sleep(PAUSE);
        }
        throw new Refusal(Reason.SOURCE_INVALID, id + " does not serve after " + PATIENCE.toSeconds() + " s" + (state.isEmpty() ? ": does the server watch " + plugins + "?" : ": it is " + state.toLowerCase(Locale.ROOT)));
    }

    private void tell(Outcome outcome) {
        if (request.json()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", outcome.id());
            members.put("digest", outcome.digest());
            members.put("state", outcome.state());
            members.put("reasons", outcome.reasons());
            members.put("buildMillis", outcome.buildMillis());
            members.put("swapMillis", outcome.swapMillis());
            terminal.json(members);
            return;
        }
        String how = outcome.serving() ? "serves" : outcome.state().toLowerCase(Locale.ROOT) + ": " + String.join("; ", outcome.reasons());
        terminal.line(String.format(Locale.ROOT, "%s %s %s (build %.1f s, swap %.1f s)", outcome.id(), outcome.digest().substring(0, 12), how, outcome.buildMillis() / 1000.0, outcome.swapMillis() / 1000.0));
    }

    private void tell(String words) {
        if (request.json()) {
            terminal.json(Map.of("state", "FAILED", "reasons", words.lines().toList()));
        } else {
            words.lines().forEach(terminal::line);
        }
    }
}
