package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does single steps of a change: install, probe, switch, retire. The only class that installs bundles while the server runs. */
final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final Duration UNINSTALL = Duration.ofSeconds(5);
    private static final Duration UNUSED = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final BundleContext context;
    private final Switchboard board;
    private final BundleStore store;
    private final Map<Generation, Bundle> bundles = new ConcurrentHashMap<>();
    private final Set<Thread> retiring = ConcurrentHashMap.newKeySet();

    Applier(BundleContext context, Switchboard board, BundleStore store) {
        this.context = context;
        this.board = board;
        this.store = store;
    }

    /** Every generation that stands between its installation and its end. */
    List<Generation> known() {
        return List.copyOf(bundles.keySet());
    }

    /** What a stored file that is no longer what was checked is refused with. */
    static final class Damaged extends Refused {
        private static final long serialVersionUID = 1L;

        Damaged(String reason) {
            super(List.of(reason));
        }
    }

    /** Installs a build beside whatever serves; nobody wires to it. @throws Refused why not; nothing of it is left then */
    Generation stage(Build build) throws Refused {
        Bundle bundle = install(build);
        try {
            Generation generation = board.stage(build.id(), build.digest(), bundle);
            bundles.put(generation, bundle);
            return generation;
        } catch (Problem e) {
            uninstall(build.id(), bundle);
            throw new Refused(reasons(e));
        }
    }

    /** Whether a bundle is of the platform, or serves and is not among those that leave. */
    boolean counts(Bundle bundle, Collection<String> leaving) {
        if (!bundle.getLocation().startsWith(Switchboard.LOCATION)) {
            return true;
        }
        return bundles.entrySet().stream().anyMatch(entry -> entry.getValue().equals(bundle) && entry.getKey().state() == Generation.State.SERVING && !leaving.contains(entry.getKey().plugin()));
    }

    boolean serves(String plugin) {
        return board.table().serving().containsKey(plugin);
    }

    /** Lets staged builds of one change wire to each other, and wires those that can be. */
    void together(Collection<Generation> staged) {
        if (staged.size() > 1) {
            board.together(staged);
            var all = staged.stream().map(bundles::get).filter(Objects::nonNull).toList();
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class).resolveBundles(all); // who does not resolve says why when it is started
        }
    }

    /** Starts a staged build and asks its checks. @throws Refused why it must not serve; nothing of it is left then */
    void probe(Generation generation) throws Refused {
        try {
            board.probe(generation);
        } catch (RuntimeException e) {
            board.discard(generation);
            forget(generation);
            if (e instanceof Problem problem) {
                throw new Refused(reasons(problem));
            }
            LOG.error("{} could not be probed", generation.toString(), e);
            throw new Refused("could not be probed: " + e);
        }
    }

    /** Plugins whose probed builds are wired to one of these; each lives and falls with it. */
    Set<Generation> wiredTo(Set<Generation> providers, Collection<Generation> among) {
        Set<Bundle> fallen = new HashSet<>();
        providers.forEach(provider -> Optional.ofNullable(bundles.get(provider)).ifPresent(fallen::add));
        var dependents = new HashSet<Generation>();
        for (Generation generation : among) {
            Bundle bundle = bundles.get(generation);
            if (bundle != null && providersOf(bundle).stream().anyMatch(fallen::contains)) {
                dependents.add(generation);
            }
        }
        return dependents;
    }

    /** Who is wired to what serves and is no plugin, by id. */
    Map<String, List<String>> users() {
        var users = new HashMap<String, List<String>>();
        var serving = board.table().serving().values();
        for (Generation user : serving) {
            Bundle bundle = bundles.get(user);
            if (bundle == null) {
                continue;
            }
            Set<Bundle> providers = providersOf(bundle);
            for (Generation provider : serving) {
                if (provider != user && providers.contains(bundles.get(provider))) {
                    users.computeIfAbsent(provider.plugin(), id -> new ArrayList<>()).add(user.plugin());
                }
            }
        }
        return users;
    }

    private static Set<Bundle> providersOf(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        var wires = wiring == null ? null : wiring.getRequiredWires(null);
        var providers = new HashSet<Bundle>();
        if (wires != null) {
            wires.forEach(wire -> providers.add(wire.getProvider().getBundle()));
        }
        return providers;
    }

    /** One write for all of them. @return what served before and does not any more, by id */
    Map<String, Generation> change(Collection<Generation> arriving, Collection<String> leaving) {
        var change = new HashMap<String, Optional<Generation>>();
        leaving.forEach(plugin -> change.put(plugin, Optional.empty()));
        arriving.forEach(generation -> change.put(generation.plugin(), Optional.of(generation)));
        var before = board.table().serving();
        board.swap(change);
        var former = new HashMap<String, Generation>();
        change.keySet().forEach(plugin -> Optional.ofNullable(before.get(plugin)).ifPresent(generation -> former.put(plugin, generation)));
        return former;
    }

    /** The reverse write: what served before serves again. */
    void reverse(Collection<Generation> arrived, Map<String, Generation> former) {
        var change = new HashMap<String, Optional<Generation>>();
        arrived.forEach(generation -> change.put(generation.plugin(), Optional.empty()));
        former.forEach((plugin, generation) -> change.put(plugin, Optional.of(generation)));
        board.swap(change);
    }

    /** Takes off what was prepared and shall not serve after all. */
    void abandon(Generation generation) {
        board.discard(generation);
        forget(generation);
    }

    /** Takes off what does not serve any more, in the background, once nobody holds it. @param reached told of each place on the way */
    void retire(Generation generation, Checkpoint reached) {
        Thread thread = Thread.ofVirtual().name("retire").unstarted(() -> {
            try {
                reached.reach("draining");
                retire(generation);
                reached.reach("retired");
            } finally {
                retiring.remove(Thread.currentThread());
            }
        });
        retiring.add(thread);
        thread.start();
    }

    /** Waits for what retires; what is held for longer than that goes with the framework. */
    void close(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (Thread thread : retiring) {
            thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    private void retire(Generation generation) {
        try {
            board.retire(generation);
        } catch (IllegalStateException e) {
            return; // the switchboard has stopped, and all with it
        }
        Optional.ofNullable(bundles.get(generation)).ifPresent(this::awaitUnused);
        forget(generation);
    }

    /** Uninstalls what an earlier run left and nobody serves. */
    void sweep() {
        var serving = board.table().serving().values().stream().map(Generation::digest).toList();
        for (Bundle bundle : context.getBundles()) {
            String location = bundle.getLocation();
            if (location.startsWith(Switchboard.LOCATION) && serving.stream().noneMatch(digest -> of(digest, location))) {
                uninstall(String.valueOf(bundle.getSymbolicName()), bundle);
            }
        }
    }

    private static boolean of(String digest, String location) {
        return location.startsWith(Switchboard.LOCATION + digest);
    }

    private void forget(Generation generation) {
        Bundle bundle = bundles.remove(generation);
        if (bundle != null) {
            uninstall(generation.plugin(), bundle);
            return;
        }
        Arrays.stream(context.getBundles()) // of a catalog that ran before this one
                .filter(installed -> of(generation.digest(), installed.getLocation()) && !bundles.containsValue(installed))
                .forEach(installed -> uninstall(generation.plugin(), installed));
    }

    /** A bundle that goes takes those along that are wired to it: they drain first. */
    private void awaitUnused(Bundle bundle) {
        long end = System.nanoTime() + UNUSED.toNanos();
        try {
            while (bundles.values().stream().anyMatch(other -> other != bundle && providersOf(other).contains(bundle)) && System.nanoTime() < end) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Bundle install(Build build) throws Refused {
        String location = Switchboard.LOCATION + build.digest();
        String free = location;
        for (int i = 2; context.getBundle(free) != null; i++) {
            free = location + "#" + i; // the same build still drains
        }
        try (InputStream in = store.open(build.digest())) {
            return context.installBundle(free, in);
        } catch (BundleException e) {
            if (e.getCause() instanceof BundleStore.Tampered tampered) {
                throw new Damaged("cannot be started: " + tampered.getMessage());
            }
            throw new Refused("cannot be installed: " + e.getMessage());
        } catch (IOException e) {
            throw new Damaged("cannot be started: its stored file is not readable (" + e.getMessage() + ")");
        }
    }

    /** Uninstalls and refreshes exactly this bundle; one whose stop hangs is left alone after a while. Also who is told to stop waits: whatever is on its way here must not outlive the catalog. */
    private void uninstall(String plugin, Bundle bundle) {
        Thread thread = Thread.ofPlatform().name("uninstall").daemon().start(() -> {
            try {
                bundle.uninstall();
                refresh(bundle);
            } catch (BundleException | IllegalStateException e) {
                LOG.warn("A former build of plugin {} could not be uninstalled: {}", plugin, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        if (!ends(thread, UNINSTALL)) {
            LOG.warn("A former build of plugin {} does not let itself be uninstalled; restart needed to unload it", plugin);
        }
    }

    private static boolean ends(Thread thread, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean told = false;
        try {
            while (true) {
                try {
                    return thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                } catch (InterruptedException e) {
                    told = true;
                }
            }
        } finally {
            if (told) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void refresh(Bundle bundle) throws InterruptedException {
        var done = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> done.countDown());
        done.await(UNINSTALL.toSeconds(), TimeUnit.SECONDS);
    }

    private static List<String> reasons(Problem problem) {
        return problem.args().get("reasons") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of(problem.text());
    }
}
