package dev.fresnel.uihost;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the serving plugins contribute to the page; one value for each switch. */
@Component(service = {Modules.class, Dump.class}, immediate = true)
public final class Modules implements Dump {
    private static final Logger LOG = LoggerFactory.getLogger(Modules.class);
    private static final List<String> LANGUAGES = List.of("en", "ja");

    private final JsonCodec json;
    private final ShellFiles shell;
    private final Assets assets = new Assets(System::nanoTime);
    private final Map<Generation, Built> known = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AutoCloseable watch;
    private volatile Snapshot snapshot = new Snapshot(-1, new byte[0], List.of());

    /**
     * What pages are told.
     *
     * @param text {@code {"epoch":…,"sdk":…,"modules":[…]}}
     */
    record Snapshot(long epoch, byte[] text, List<Built> modules) {}

    /**
     * A module as its build described it.
     *
     * @param needs files that an entry imports, by the entry's name
     */
    record Built(Module module, Json needs) {}

    /** {@code Module} of the interfaces page. */
    record Module(
            String id,
            String title,
            String version,
            String digest,
            String base,
            List<String> css,
            Json contributions,
            Map<String, Json> messages) {
        Optional<String> hash() {
            return base.isEmpty() ? Optional.empty() : Optional.of(base.split("/")[4]);
        }
    }

    private record Message(long epoch, String sdk, List<Module> modules) {}

    @Activate
    public Modules(@Reference Switchboard board, @Reference JsonCodec json, @Reference ShellFiles shell) {
        this.json = json;
        this.shell = shell;
        this.watch = board.onSwitch((before, now) -> follow(now));
        follow(board.table());
    }

    @Deactivate
    public void close() throws Exception {
        watch.close();
    }

    Assets assets() {
        return assets;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Calls back after each change; close to stop. */
    AutoCloseable onChange(Runnable then) {
        listeners.add(then);
        return () -> listeners.remove(then);
    }

    private void follow(Table table) {
        synchronized (this) {
            if (table.epoch() <= snapshot.epoch()) {
                return;
            }
            var serving = new TreeMap<>(table.serving()).values();
            serving.forEach(generation -> known.computeIfAbsent(generation, this::module));
            var built = serving.stream().map(known::get).filter(Objects::nonNull).filter(one -> contributes(one.module())).toList();
            var modules = built.stream().map(Built::module).toList();
            known.entrySet().removeIf(entry -> !serving.contains(entry.getKey()) && leave(entry.getValue().module(), modules));
            byte[] text = json.write(new Message(table.epoch(), shell.sdk(), modules));
            snapshot = new Snapshot(table.epoch(), text, built);
        }
        listeners.forEach(Runnable::run);
    }

    /** Files that a serving build has too go on being read from that build. */
    private boolean leave(Module module, List<Module> serving) {
        if (serving.stream().noneMatch(other -> other.base().equals(module.base()))) {
            module.hash().ifPresent(hash -> assets.leave(module.id(), hash));
        }
        return true;
    }

    private static boolean contributes(Module module) {
        return module.contributions().present() || !module.base().isEmpty();
    }

    private Built module(Generation generation) {
        String id = generation.plugin();
        Optional<String> hash = assets.arrive(generation);
        var messages = new LinkedHashMap<String, Json>();
        LANGUAGES.forEach(language -> read(generation, "messages/" + language + ".json").ifPresent(found -> messages.put(language, found)));
        Json description = read(generation, Assets.FOLDER + "module.json").orElseGet(this::nothing);
        List<String> css = description.get("css").items().stream().map(Json::text).toList();
        var module = new Module(
                id, generation.title(), generation.version(), generation.digest(),
                hash.map(value -> "/ui/m/" + id + "/" + value + "/").orElse(""), css, contributions(generation), messages);
        return new Built(module, description.get("needs"));
    }

    private Json contributions(Generation generation) {
        try {
            return generation.contributions();
        } catch (Problem e) {
            LOG.warn("contributions.json of plugin {} is ignored: {}", generation.plugin(), e.text());
            return nothing();
        }
    }

    private Json nothing() {
        return json.parse("null".getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<Json> read(Generation generation, String path) {
        try {
            return generation.resource(path).map(ShellFiles::read).map(json::parse);
        } catch (Problem e) {
            LOG.warn("{} of plugin {} is ignored: {}", path, generation.plugin(), e.text());
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "ui-host";
    }

    @Override
    public Object state() {
        return Map.of("epoch", snapshot.epoch(), "modules", snapshot.modules().stream().map(built -> built.module().id()).toList());
    }
}
