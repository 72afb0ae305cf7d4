package dev.fresnel.catalog.service;

import dev.fresnel.spi.insight.Readiness;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what serves equal to what lies in the plugins folders. One thread decides; nothing waits for it. */
@Component(service = {Catalog.class, Readiness.class}, immediate = true)
public final class Catalog implements Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(5);

    private final Switchboard board;
    private final Settings settings;
    private final BundleStore store;
    private final Folders folders;
    private final Applier applier;
    private final Round round;
    private final Map<String, Path> sources = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile List<PluginList.Plugin> refused = List.of();
    private volatile Map<String, List<String>> notes = Map.of();
    private volatile boolean looked;
    private volatile boolean closed;

    /**
     * What can be set.
     *
     * @param folders plugins folders
     * @param data where the bundle store goes
     * @param watch whether changes are followed
     */
    record Settings(List<Path> folders, Path data, boolean watch) {
        static Settings of(BundleContext context) {
            var folders = Arrays.stream(text(context, "fresnel.plugins-dir", "").split(","))
                    .map(String::strip)
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder).toAbsolutePath())
                    .toList();
            Path data = Path.of(text(context, "fresnel.data-dir", System.getProperty("java.io.tmpdir"))).toAbsolutePath();
            return new Settings(folders, data, !text(context, "fresnel.watch-plugins", "true").equals("false"));
        }

        private static String text(BundleContext context, String key, String or) {
            String value = context.getProperty(key);
            return value == null ? or : value;
        }
    }

    @Activate
    public Catalog(BundleContext context, @Reference Switchboard board) {
        this(context, board, Settings.of(context));
    }

    Catalog(BundleContext context, Switchboard board, Settings settings) {
        this.board = board;
        this.settings = settings;
        this.store = new BundleStore(settings.data().resolve("bundle-store").resolve("1"));
        this.folders = new Folders(settings.folders(), store);
        this.applier = new Applier(context, board, store);
        this.round = new Round(applier);
        this.thread = Thread.ofPlatform().name("catalog").daemon().start(this::run);
    }

    @Deactivate
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(END);
    }

    private void run() {
        try (FolderWatch watch = new FolderWatch(settings.folders())) {
            applier.sweep();
            while (!closed) {
                boolean again = look();
                if (!again) {
                    looked = true;
                    if (!settings.watch()) {
                        return;
                    }
                }
                watch.await(again ? SOON : POLL);
            }
        } catch (InterruptedException e) {
            // the platform stops
        }
    }

    /** @return whether to look again soon */
    private boolean look() throws InterruptedException {
        try {
            List<PluginFile> files = folders.scan();
            var serving = serving(files);
            var plan = Planner.plan(files.stream().map(Catalog::seen).toList(), serving);
            boolean changed = !plan.empty();
            boolean failed = changed && carryOut(plan, files);
            notes = plan.notes();
            refused = refused(files);
            if (changed) {
                tidy(files);
            }
            return failed || folders.unsettled();
        } catch (RuntimeException e) {
            LOG.error("The plugins folders could not be looked through", e);
            return false;
        }
    }

    private Map<String, Planner.Serving> serving(List<PluginFile> files) {
        var serving = new HashMap<String, Planner.Serving>();
        board.table().serving().forEach((id, generation) -> {
            files.stream()
                    .flatMap(file -> file.candidate().stream())
                    .filter(candidate -> candidate.digest().equals(generation.digest()))
                    .findFirst()
                    .ifPresent(candidate -> sources.put(id, candidate.file()));
            serving.put(id, new Planner.Serving(generation.digest(), sources.getOrDefault(id, Path.of(""))));
        });
        return serving;
    }

    private static Planner.Seen seen(PluginFile file) {
        return new Planner.Seen(file.file(), file.candidate(), !file.refused().isEmpty());
    }

    /** @return whether something did not work, so that an older file may be the best now */
    private boolean carryOut(Planner.Plan plan, List<PluginFile> files) throws InterruptedException {
        plan.install().forEach(candidate -> sources.putIfAbsent(candidate.id(), candidate.file()));
        var failures = round.run(plan);
        plan.install().stream().filter(candidate -> !failures.containsKey(candidate)).forEach(candidate -> sources.put(candidate.id(), candidate.file()));
        for (PluginFile file : files) {
            file.candidate().map(failures::get).ifPresent(reasons -> {
                LOG.warn("Plugin file {} is refused: {}", file.file(), String.join("; ", reasons));
                file.refuse(reasons);
            });
        }
        return !failures.isEmpty();
    }

    private void tidy(List<PluginFile> files) {
        Set<String> used = Stream.concat(
                        files.stream().flatMap(file -> file.candidate().stream()).map(Candidate::digest),
                        applier.known().stream().map(Generation::digest))
                .collect(Collectors.toSet());
        try {
            store.keepOnly(used);
        } catch (IOException e) {
            LOG.warn("The bundle store could not be tidied: {}", e.toString());
        }
    }

    // ---- what it shows ----

    @Override
    public String name() {
        return "catalog";
    }

    @Override
    public String waitsFor() {
        return looked ? "" : "has not looked through the plugins folders yet";
    }

    /** Every generation between its installation and its end, then every file that was refused. */
    PluginList list() {
        var all = new ArrayList<PluginList.Plugin>();
        applier.known().stream()
                .filter(generation -> generation.state() != Generation.State.GONE)
                .sorted(Comparator.comparing(Generation::plugin).thenComparing(Generation::state))
                .map(this::plugin)
                .forEach(all::add);
        all.addAll(refused);
        return new PluginList(board.table().epoch(), all);
    }

    private PluginList.Plugin plugin(Generation generation) {
        boolean serving = generation.state() == Generation.State.SERVING;
        List<String> remains = serving ? board.remains(generation.plugin()) : List.of();
        var reasons = new ArrayList<String>(remains);
        if (serving) {
            reasons.addAll(notes.getOrDefault(generation.plugin(), List.of()));
        }
        Path file = sources.get(generation.plugin());
        return new PluginList.Plugin(
                generation.plugin(), generation.title(), generation.summary(), generation.version(), generation.digest(),
                generation.state().name(), List.copyOf(reasons), "folder", file == null ? "" : String.valueOf(file.getFileName()), !remains.isEmpty());
    }

    private static List<PluginList.Plugin> refused(List<PluginFile> files) {
        return files.stream().filter(file -> !file.refused().isEmpty()).map(Catalog::refused).toList();
    }

    private static PluginList.Plugin refused(PluginFile file) {
        String name = String.valueOf(file.file().getFileName());
        return file.candidate()
                .map(candidate -> new PluginList.Plugin(
                        candidate.id(), candidate.passport().title(), candidate.passport().summary(),
                        candidate.passport().version().toString(), candidate.digest(), "REFUSED", file.refused(), "folder", name, false))
                .orElse(new PluginList.Plugin(name, name, "", "", "", "REFUSED", file.refused(), "folder", name, false));
    }
}
