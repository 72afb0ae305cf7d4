package dev.fresnel.catalog.command;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.PluginsFile.Wish;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.api.Source;
import dev.fresnel.catalog.api.Verdict;
import dev.fresnel.catalog.index.Described;
import dev.fresnel.catalog.index.archive.Bounds;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Gate;
import dev.fresnel.catalog.index.source.Credentials;
import dev.fresnel.catalog.index.source.Proxy;
import dev.fresnel.catalog.index.source.Reach;
import dev.fresnel.catalog.index.source.Setting;
import dev.fresnel.catalog.index.source.Sources;
import dev.fresnel.catalog.index.trust.Memory;
import dev.fresnel.catalog.index.trust.Policy;
import dev.fresnel.catalog.index.trust.Trust;
import dev.fresnel.catalog.manager.Folder;
import dev.fresnel.catalog.manager.Offers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plugins in a folder, with or without a server that watches it: fetched, judged and put there in one step; the former build is kept. */
final class FolderShop implements Shop {
    private final Request request;
    private final Terminal terminal;
    private final Path path;
    private final Folder folder;
    private final Pins pins;
    private final Gate gate;
    private final Standings standings;
    private final Trust trust;
    private final Sources sources;
    private final List<Source> open = new ArrayList<>();
    private final Offers offers;

    FolderShop(Path path, Request request, Terminal terminal) throws Refusal {
        this.request = request;
        this.terminal = terminal;
        this.path = path;
        this.folder = new Folder(path);
        folder.prepare();
        this.pins = new Pins(path.resolve(Folder.OWN).resolve("pins.json"));
        this.gate = new Gate(folder.incoming(), Bounds.USUAL);
        this.standings = new Standings(path, gate);
        this.trust = trust(request, path);
        this.sources = new Sources(new Setting(trust, reach(request), Bounds.USUAL, folder.incoming(), request.maven().map(URI::create)));
        this.offers = new Offers(sources::open, trust, Duration.ofMinutes(10));
    }

    private static Trust trust(Request request, Path path) throws Refusal {
        Policy policy = Policy.of(request.unsigned() ? Policy.Unsigned.FOLDERS : Policy.Unsigned.NOWHERE);
        if (request.trust().isPresent()) {
            try {
                policy = Policy.read(Files.readAllBytes(request.trust().get()));
            } catch (IOException e) {
                throw Failure.misuse(request.trust().get() + " cannot be read.");
            }
        }
        return new Trust(policy, new Memory(path.resolve(Folder.OWN).resolve("trust-memory.json")), Clock.systemUTC());
    }

    private static Reach reach(Request request) throws Refusal {
        Reach reach = Reach.USUAL.through(Proxy.of(System.getenv()));
        if (request.credentials().isPresent()) {
            reach = reach.with(Credentials.read(request.credentials().get()));
        }
        return request.authorities().isPresent() ? reach.trusting(request.authorities().get()) : reach;
    }

    @Override
    public void list() throws Refusal {
        var rows = new ArrayList<List<String>>();
        var json = new ArrayList<Map<String, Object>>();
        for (Standing one : standings.all()) {
            String version = one.entry().map(Entry::version).orElse("");
            String digest = one.entry().map(Entry::sha256).orElse("");
            String marks = pins.pinned(one.id()) ? "pinned" : "";
            rows.add(List.of(one.id(), version, digest.isEmpty() ? "" : digest.substring(0, 12), marks, String.valueOf(one.file().getFileName()), one.problem()));
            var members = new LinkedHashMap<String, Object>();
            members.put("id", one.id());
            members.put("version", version);
            members.put("sha256", digest);
            members.put("file", String.valueOf(one.file().getFileName()));
            members.put("pinned", pins.pinned(one.id()));
            members.put("problem", one.problem());
            json.add(members);
        }
        if (request.json()) {
            terminal.json(Map.of("plugins", json));
        } else {
            terminal.table(List.of("ID", "VERSION", "DIGEST", "MARKS", "FILE", "PROBLEM"), rows);
        }
    }

    @Override
    public void search(String text) throws Refusal, InterruptedException {
        String wanted = text.toLowerCase(java.util.Locale.ROOT);
        var rows = new ArrayList<List<String>>();
        var json = new ArrayList<Map<String, Object>>();
        for (String location : locations()) {
            Source source = source(location);
            var look = source.look();
            var index = look.index().map(found -> new Trust.Judged(found, look.verdict()));
            for (Entry entry : look.entries()) {
                if (!(entry.id() + " " + entry.title() + " " + entry.summary()).toLowerCase(java.util.Locale.ROOT).contains(wanted)) {
                    continue;
                }
                Verdict verdict = trust.build(entry, index, new Trust.Origin(source.name(), !location.contains("://")));
                rows.add(List.of(entry.id(), entry.version(), verdict.trust().name().toLowerCase(java.util.Locale.ROOT), Terminal.size(entry.size()), location, entry.summary()));
                json.add(Standing.described(entry, verdict, location));
            }
        }
        if (request.json()) {
            terminal.json(Map.of("plugins", json));
        } else {
            terminal.table(List.of("ID", "VERSION", "TRUST", "SIZE", "SOURCE", "WHAT"), rows);
        }
    }

    private List<String> locations() {
        if (request.sources().isEmpty()) {
            throw Failure.misuse("say where plugins come from: --source LOCATION.");
        }
        return request.sources();
    }

    private Source source(String location) throws Refusal {
        Source source = sources.open(location);
        open.add(source);
        return source;
    }

    @Override
    public void info(String id) throws Refusal, InterruptedException {
        Optional<Standing> here = standings.all().stream().filter(one -> one.id().equals(id)).findFirst();
        if (here.isPresent() && here.get().entry().isPresent()) {
            Entry entry = here.get().entry().get();
            var members = Standing.described(entry, Verdict.unsigned("stands in the folder"), String.valueOf(here.get().file()));
            if (request.json()) {
                terminal.json(members);
            } else {
                members.forEach((key, value) -> terminal.line("  %-10s %s".formatted(key, value)));
            }
            return;
        }
        search(id);
    }

    // ---- changes

    @Override
    public void install(List<String> what) throws Refusal, InterruptedException {
        if (what.isEmpty()) {
            throw Failure.misuse("name the id of a plugin, or a file.");
        }
        for (String one : what) {
            boolean file = one.endsWith(".jar") || one.contains("://") || one.startsWith("maven:") || one.startsWith("oci:");
            int at = one.indexOf('@');
            if (file) {
                install(one, List.of(one), "", true);
            } else if (at < 0) {
                install(one, locations(), "", false);
            } else {
                install(one.substring(0, at), locations(), one.substring(at + 1), false);
            }
        }
    }

    /** From the first source that has it. */
    private void install(String name, List<String> places, String version, boolean whatever) throws Refusal, InterruptedException {
        Refusal last = null;
        for (String place : places) {
            try {
                String id = whatever ? only(place) : name;
                bring(offers.best(new Wish(id, place, version, "")));
                return;
            } catch (Refusal refusal) {
                last = refusal.reason() == Reason.SOURCE_MISSING && last != null ? last : refusal;
            }
        }
        throw last == null ? new Refusal(Reason.SOURCE_MISSING, "no source has " + name) : last;
    }

    private String only(String place) throws Refusal, InterruptedException {
        var ids = source(place).look().entries().stream().map(Entry::id).distinct().toList();
        if (ids.size() != 1) {
            throw Failure.misuse(place + (ids.isEmpty() ? " holds no plugin." : " holds several plugins: name one, with --source " + place + "."));
        }
        return ids.getFirst();
    }

    private void bring(Offers.Offer offer) throws Refusal, InterruptedException {
        Entry entry = offer.entry();
        if (folder.digest(entry.id()).equals(Optional.of(entry.sha256()))) {
            terminal.line(entry.id() + " " + entry.version() + " stands there already.");
            return;
        }
        Path part = folder.fresh(entry.id());
        try {
            offer.source().fetch(entry, part, (done, total) -> terminal.progress(entry.id() + " " + entry.version(), done, total));
            BundleFile.open(part, gate).mustBe(entry);
            Optional<Path> former = keepFormer(entry.id());
            folder.place(entry.id(), entry.sha256(), part);
            terminal.line(entry.id() + " " + entry.version() + " is in " + path + former.map(kept -> "; the former build is kept").orElse("") + ".");
        } finally {
            delete(part);
        }
    }

    private Path former(String id) {
        return path.resolve(Folder.OWN).resolve("former").resolve(id + ".jar");
    }

    private Optional<Path> keepFormer(String id) throws Refusal {
        Path now = path.resolve(id + ".jar");
        if (!Files.exists(now)) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(former(id).getParent());
            return Optional.of(Files.copy(now, former(id), StandardCopyOption.REPLACE_EXISTING));
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "the former build cannot be kept: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // swept at the next start
        }
    }

    @Override
    public void update(List<String> ids) throws Refusal, InterruptedException {
        if (ids.isEmpty() && !request.all()) {
            throw Failure.misuse("name plugins, or say --all.");
        }
        for (Standing one : standings.all()) {
            boolean wanted = ids.isEmpty() || ids.contains(one.id());
            if (!wanted || one.entry().isEmpty()) {
                continue;
            }
            if (pins.pinned(one.id())) {
                terminal.line(one.id() + " is pinned.");
                continue;
            }
            update(one);
        }
    }

    private void update(Standing one) throws Refusal, InterruptedException {
        String version = one.entry().orElseThrow().version();
        for (String location : locations()) {
            try {
                bring(offers.best(new Wish(one.id(), location, "[" + version + ",999999)", "")));
                return;
            } catch (Refusal refusal) {
                if (refusal.reason() != Reason.SOURCE_MISSING) {
                    throw refusal;
                }
            }
        }
        terminal.line(one.id() + " " + version + ": nothing newer.");
    }

    @Override
    public void rollback(String id) throws Refusal {
        Path kept = former(id);
        if (!Files.exists(kept)) {
            throw Failure.notDone("no former build of " + id + " is kept.");
        }
        Entry entry = Described.entry(BundleFile.open(kept, gate));
        Path part = folder.fresh(id);
        Path now = path.resolve(id + ".jar");
        Path spare = folder.fresh(id);
        try {
            Files.copy(kept, part);
            if (Files.exists(now)) {
                Files.copy(now, spare);
            }
            folder.place(id, entry.sha256(), part);
            if (Files.exists(spare)) {
                Files.move(spare, kept, StandardCopyOption.REPLACE_EXISTING);
            }
            terminal.line(id + " is " + entry.version() + " again.");
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "cannot be rolled back: " + e.getMessage(), e);
        } finally {
            delete(part);
            delete(spare);
        }
    }

    @Override
    public void remove(List<String> ids) throws Refusal {
        if (ids.isEmpty()) {
            throw Failure.misuse("name plugins.");
        }
        for (String id : ids) {
            Standing found = standings.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(() -> Failure.notDone("there is no plugin " + id + " in " + path + "."));
            try {
                if (folder.digest(id).isPresent()) {
                    keepFormer(id);
                    var stay = standings.all().stream().map(Standing::id).filter(other -> !other.equals(id)).collect(java.util.stream.Collectors.toSet());
                    folder.keepOnly(stay);
                } else {
                    Files.delete(found.file());
                }
                terminal.line(id + " is gone.");
            } catch (IOException e) {
                throw new Refusal(Reason.DISK, found.file() + " cannot be taken away: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void pin(String id, boolean on) throws Refusal {
        if (standings.all().stream().noneMatch(one -> one.id().equals(id))) {
            throw Failure.notDone("there is no plugin " + id + " in " + path + ".");
        }
        pins.set(id, on);
        terminal.line(id + (on ? " is pinned." : " may move again."));
    }

    @Override
    public void verify(List<String> what) throws Refusal, InterruptedException {
        boolean good = true;
        var files = new ArrayList<Standing>();
        for (String one : what) {
            if (one.endsWith(".jar")) {
                files.add(standings.of(Path.of(one)));
            }
        }
        for (Standing one : standings.all()) {
            if (what.isEmpty() || what.contains(one.id())) {
                files.add(one);
            }
        }
        for (Standing one : files) {
            String problem = one.problem().isEmpty() ? judge(one.entry().orElseThrow()) : one.problem();
            good &= problem.isEmpty();
            terminal.line((problem.isEmpty() ? "good  " : "bad   ") + one.id() + " " + one.entry().map(Entry::version).orElse("") + (problem.isEmpty() ? "" : ": " + problem));
        }
        if (!good) {
            throw Failure.notDone("not every plugin is in order.");
        }
    }

    /** Why the trust policy does not take it; {@code ""} when it does. */
    private String judge(Entry entry) throws Refusal, InterruptedException {
        for (String location : request.sources()) {
            Source source = source(location);
            var look = source.look();
            for (Entry offered : look.entries()) {
                if (offered.sha256().equals(entry.sha256())) {
                    Verdict verdict = trust.build(offered, look.index().map(found -> new Trust.Judged(found, look.verdict())), new Trust.Origin(source.name(), !location.contains("://")));
                    return verdict.allows() ? "" : verdict.words();
                }
            }
        }
        Verdict verdict = trust.build(entry, Optional.empty(), new Trust.Origin(path.toString(), true));
        return verdict.allows() ? "" : request.sources().isEmpty() ? verdict.words() : verdict.words() + ", and no source offers this build";
    }

    @Override
    public void close() {
        offers.close();
        open.forEach(Source::close);
    }
}
