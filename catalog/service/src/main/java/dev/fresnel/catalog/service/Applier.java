package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries plans out: install, stage, probe, switch, retire. The only class that installs bundles while the server runs. */
final class Applier {
    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
    private static final Duration UNINSTALL = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Switchboard board;
    private final BundleStore store;
    private final Map<Generation, Bundle> bundles = new ConcurrentHashMap<>();

    Applier(BundleContext context, Switchboard board, BundleStore store) {
        this.context = context;
        this.board = board;
        this.store = store;
    }

    /** Every generation that stands between its installation and its end. */
    List<Generation> known() {
        return List.copyOf(bundles.keySet());
    }

    /** Starts a build beside whatever serves, up to PROBED. @throws Refused why it must not serve; nothing of it is left then */
    Generation prepare(Candidate candidate) throws Refused {
        Bundle bundle = install(candidate);
        try {
            Generation generation = board.stage(candidate.id(), candidate.digest(), bundle);
            bundles.put(generation, bundle);
            try {
                board.probe(generation);
                return generation;
            } catch (RuntimeException e) {
                bundles.remove(generation);
                throw e;
            }
        } catch (Problem e) {
            uninstall(candidate.id(), bundle);
            throw new Refused(reasons(e));
        } catch (RuntimeException e) {
            uninstall(candidate.id(), bundle);
            LOG.error("Plugin {} could not be probed", candidate.id(), e);
            throw new Refused("could not be probed: " + e);
        }
    }

    /** One write for all of them; what served before is taken off in the background. */
    void change(List<Generation> arriving, List<String> leaving) {
        var change = new HashMap<String, Optional<Generation>>();
        leaving.forEach(plugin -> change.put(plugin, Optional.empty()));
        arriving.forEach(generation -> change.put(generation.plugin(), Optional.of(generation)));
        var former = board.table().serving();
        board.swap(change);
        change.keySet().stream()
                .map(former::get)
                .filter(Objects::nonNull)
                .forEach(generation -> Thread.ofVirtual().name("retire").start(() -> retire(generation)));
    }

    /** Takes off what was prepared and shall not serve after all. */
    void abandon(Generation generation) {
        board.discard(generation);
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

    private void retire(Generation generation) {
        try {
            board.retire(generation);
        } catch (IllegalStateException e) {
            return; // the switchboard has stopped, and all with it
        }
        forget(generation);
    }

    private Bundle install(Candidate candidate) throws Refused {
        String location = Switchboard.LOCATION + candidate.digest();
        String free = location;
        for (int i = 2; context.getBundle(free) != null; i++) {
            free = location + "#" + i; // the same build still drains
        }
        try (InputStream in = store.open(candidate.digest())) {
            return context.installBundle(free, in);
        } catch (BundleException | IOException e) {
            throw new Refused("cannot be installed: " + e.getMessage());
        }
    }

    /** Uninstalls and refreshes exactly this bundle; one whose stop hangs is left alone after a while. */
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
        try {
            if (!thread.join(UNINSTALL)) {
                LOG.warn("A former build of plugin {} does not let itself be uninstalled; restart needed to unload it", plugin);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
