package dev.fresnel.switchboard;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.switchboard.Examiner;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Generation.State;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The switchboard: one immutable table in one volatile field; everything else prepares or follows a write of it. */
@Component(service = {Switchboard.class, Dump.class, Meter.class}, immediate = true)
public final class Board implements Switchboard, Dump, Meter {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final BundleContext context;
    private final Patience patience;
    private final Fence fence = new Fence();
    private final Afterlife afterlife;
    private final Weight weight = new Weight();
    private final JobRunner jobs;
    private final Probe probe;
    private final Map<Bundle, BundleGeneration> known = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock switching = new ReentrantLock();
    private final AllServiceListener services = this::serviceChanged;
    private final ServiceRegistration<ResolverHookFactory> hook;
    private volatile Table table = new Table(0, Map.of());

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Examiner> examiners = List.of();

    @Activate
    public Board(BundleContext context, @Reference ServiceComponentRuntime components) {
        this(context, components, Patience.USUAL);
    }

    Board(BundleContext context, ServiceComponentRuntime components, Patience patience) {
        this.context = context;
        this.patience = patience;
        this.afterlife = new Afterlife(patience.rest());
        this.jobs = new JobRunner(patience.job());
        this.probe = new Probe(context, new Components(components), patience.probe(), afterlife::stuck, () -> examiners);
        this.hook = context.registerService(ResolverHookFactory.class, fence, null);
        context.addServiceListener(services);
    }

    @Deactivate
    public void close() {
        var gone = new HashMap<String, Optional<Generation>>();
        table.serving().keySet().forEach(plugin -> gone.put(plugin, Optional.empty()));
        swap(gone);
        List.copyOf(known.values()).forEach(generation -> end(generation, Duration.ZERO));
        context.removeServiceListener(services);
        hook.unregister();
        afterlife.close();
    }

    @Override
    public Table table() {
        return table;
    }

    @Override
    public AutoCloseable onSwitch(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<Generation> find(String plugin, String digest) {
        return known.values().stream()
                .filter(generation -> generation.plugin().equals(plugin) && generation.digest().equals(digest))
                .filter(generation -> generation.state() == State.SERVING || generation.state() == State.DRAINING)
                .<Generation>map(generation -> generation)
                .findFirst();
    }

    @Override
    public Generation stage(String plugin, String digest, Bundle bundle) {
        if (afterlife.zombies(plugin) >= Afterlife.TOO_MANY) {
            afterlife.census(); // perhaps what held them has let go
        }
        if (afterlife.zombies(plugin) >= Afterlife.TOO_MANY) {
            throw new Problem(
                    Problem.Kind.CONFLICT, "HOT_SWAP_OFF",
                    "Hot swap of plugin " + plugin + " is off: " + String.join("; ", afterlife.remains(plugin)) + ".");
        }
        fence.stage(bundle);
        var generation = new BundleGeneration(plugin, digest, bundle, context);
        known.put(bundle, generation);
        return generation;
    }

    @Override
    public void together(Collection<Generation> staged) {
        fence.together(staged.stream().map(Board::ours).map(BundleGeneration::bundle).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void probe(Generation candidate) {
        BundleGeneration generation = ours(candidate);
        require(generation, State.STAGED);
        try {
            probe.run(generation);
            generation.state(State.PROBED);
        } catch (Problem e) {
            discard(generation);
            throw e;
        }
    }

    @Override
    public Table swap(Map<String, Optional<Generation>> change) {
        switching.lock();
        try {
            Table before = table;
            var serving = new HashMap<>(before.serving());
            var arriving = new ArrayList<BundleGeneration>();
            var leaving = new ArrayList<BundleGeneration>();
            change.forEach((plugin, next) -> plan(plugin, next, serving, arriving, leaving));
            if (arriving.isEmpty() && leaving.isEmpty()) {
                return before;
            }
            arriving.forEach(this::admit);
            Table now = new Table(before.epoch() + 1, serving);
            table = now; // the switch
            follow(before, now, arriving, leaving);
            return now;
        } finally {
            switching.unlock();
        }
    }

    private void plan(
            String plugin,
            Optional<Generation> next,
            Map<String, Generation> serving,
            List<BundleGeneration> arriving,
            List<BundleGeneration> leaving) {
        Generation former = serving.get(plugin);
        if (next.isPresent() && next.get() == former) {
            return;
        }
        next.ifPresentOrElse(
                generation -> {
                    BundleGeneration candidate = ours(generation);
                    if (!candidate.plugin().equals(plugin)) {
                        throw new IllegalArgumentException(candidate + " is not a build of " + plugin);
                    }
                    require(candidate, State.PROBED, State.DRAINING);
                    arriving.add(candidate);
                    serving.put(plugin, candidate);
                },
                () -> serving.remove(plugin));
        if (former != null) {
            leaving.add(ours(former));
        }
    }

    private void admit(BundleGeneration generation) {
        fence.open(generation.bundle());
        generation.revive();
    }

    private void follow(Table before, Table now, List<BundleGeneration> arriving, List<BundleGeneration> leaving) {
        for (var generation : leaving) {
            generation.state(State.DRAINING);
            jobs.end(generation);
        }
        arriving.forEach(jobs::start);
        for (Listener listener : listeners) {
            try {
                listener.switched(before, now);
            } catch (RuntimeException e) {
                LOG.error("A part of the platform did not follow the switch to epoch {}", now.epoch(), e);
            }
        }
        leaving.forEach(BundleGeneration::drain);
        // as text: what keeps events of the log must not keep builds
        LOG.info("epoch {}: {} in, {} out", now.epoch(), arriving.toString(), leaving.toString());
    }

    @Override
    public void retire(Generation leaving) {
        BundleGeneration generation = ours(leaving);
        if (generation.state() == State.GONE) {
            return;
        }
        require(generation, State.DRAINING);
        end(generation, patience.drain());
    }

    @Override
    public void discard(Generation never) {
        BundleGeneration generation = ours(never);
        if (generation.state() == State.GONE) {
            return;
        }
        require(generation, State.STAGED, State.STARTED, State.PROBED);
        end(generation, Duration.ZERO);
    }

    @Override
    public List<String> remains(String plugin) {
        return afterlife.remains(plugin);
    }

    private void end(BundleGeneration generation, Duration drain) {
        int left = generation.leases().close(drain);
        if (left > 0 && !drain.isZero()) {
            LOG.warn("{} was still in use by {} after {} s and is taken off", generation.toString(), left, drain.toSeconds());
        }
        if (!generation.claimEnd()) {
            return; // the platform stops meanwhile
        }
        Bundle bundle = generation.bundle();
        ClassLoader loader = generation.loader();
        var threads = new ArrayList<>(jobs.end(generation));
        awaitEnd(threads); // a job that still reads a file of its bundle must not find it closed
        ComputeLane lane = generation.laneInUse();
        Bounded.run("end-" + generation.plugin(), STOP, () -> {
                    generation.end();
                    stop(bundle);
                })
                .ifPresent(threads::add);
        if (lane != null) {
            threads.addAll(lane.stuck());
        }
        Orphans.interrupt(loader).stream().filter(orphan -> !threads.contains(orphan)).forEach(threads::add);
        known.remove(bundle);
        fence.forget(bundle);
        afterlife.left(generation.plugin(), generation.toString(), loader, threads);
    }

    private static void awaitEnd(List<Thread> jobs) {
        long end = System.nanoTime() + STOP.toNanos();
        try {
            for (Thread job : jobs) {
                job.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Bundle bundle) {
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } catch (BundleException | IllegalStateException e) {
            LOG.info("Stopping bundle {}: {}", bundle.getBundleId(), Words.of(e));
        }
    }

    private void serviceChanged(ServiceEvent event) {
        var reference = event.getServiceReference();
        Bundle bundle = reference.getBundle();
        BundleGeneration generation = bundle == null ? null : known.get(bundle);
        if (generation == null || !Contributed.isPoint(reference)) {
            return;
        }
        switch (event.getType()) {
            case ServiceEvent.REGISTERED -> generation.contributed().registered(reference);
            case ServiceEvent.MODIFIED -> generation.contributed().modified(reference);
            case ServiceEvent.UNREGISTERING -> generation.contributed().unregistering(reference);
            default -> { /* MODIFIED_ENDMATCH needs a filter */ }
        }
    }

    private static BundleGeneration ours(Generation generation) {
        if (generation instanceof BundleGeneration ours) {
            return ours;
        }
        throw new IllegalArgumentException(generation + " is of another switchboard");
    }

    private static void require(BundleGeneration generation, State... allowed) {
        if (!List.of(allowed).contains(generation.state())) {
            throw new IllegalStateException(generation + " is " + generation.state());
        }
    }

    // ---- what it shows ----

    Afterlife afterlife() {
        return afterlife;
    }

    @Override
    public String name() {
        return "switchboard";
    }

    @Override
    public Object state() {
        return new Report(table, List.copyOf(known.values()), jobs, afterlife, weight).state();
    }

    @Override
    public List<Sample> samples() {
        return new Report(table, List.copyOf(known.values()), jobs, afterlife, weight).samples();
    }
}
