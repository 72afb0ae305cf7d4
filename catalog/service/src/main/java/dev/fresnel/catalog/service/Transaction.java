package dev.fresnel.catalog.service;

import dev.fresnel.catalog.service.Order.Step;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import dev.fresnel.catalog.service.ledger.Installed;
import dev.fresnel.catalog.service.ledger.InstalledFile;
import dev.fresnel.catalog.service.ledger.Journal;
import dev.fresnel.catalog.service.ledger.Mark;
import dev.fresnel.catalog.service.ledger.Move;
import dev.fresnel.spi.switchboard.Generation;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change from its beginning to its end: fetch, verify, stage, probe, switch, commit; then the former builds drain. Each
 * step stands in the journal before its consequence. Until the commit everything can be taken back, and is.
 */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);
    private static final Duration FOR_EVER = Duration.ofDays(1); // each probe ends by itself

    private final Order order;
    private final Tools tools;
    private final Operations.Run run;
    private final Map<String, List<String>> failures = new ConcurrentHashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private final Map<Step, Generation> staged = new LinkedHashMap<>();
    private final Map<Step, Future<Generation>> probing = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private boolean begun;
    private boolean committed;

    /**
     * What every change works with.
     *
     * @param switching held for switch and commit: one at a time
     * @param goodTime how long those that start together wait for one another
     */
    record Tools(Applier applier, Journal journal, InstalledFile installed, Checkpoint checkpoint, Lock switching, Duration goodTime) {}

    Transaction(Order order, Tools tools, Operations.Run run) {
        this.order = order;
        this.tools = tools;
        this.run = run;
    }

    /** Blocks until it is decided; the former builds drain in the background. */
    Outcome carryOut() throws InterruptedException {
        try {
            if (!restores()) {
                begun = true;
                mark(Mark.Step.BEGUN, List.of());
            }
            fetch();
            stage();
            probe();
            if (order.whole()) {
                together();
            } else {
                oneByOne();
            }
            return end(List.of());
        } catch (RollBack e) {
            return end(e.reasons);
        } catch (UncheckedIOException e) {
            LOG.warn("A change of plugins is rolled back: {}", e.getMessage());
            return end(List.of(String.valueOf(e.getMessage())));
        } finally {
            probing.values().forEach(probe -> probe.cancel(true));
            staged.values().stream()
                    .filter(generation -> List.of(Generation.State.STAGED, Generation.State.STARTED, Generation.State.PROBED).contains(generation.state()))
                    .forEach(tools.applier()::abandon);
        }
    }

    /** It is taken back as a whole. */
    private static final class RollBack extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient List<String> reasons;

        RollBack(List<String> reasons) {
            super(String.join("; ", reasons), null, false, false);
            this.reasons = reasons;
        }
    }

    /** Whether it only makes serve what is installed: what the start of the process does. */
    private boolean restores() {
        Installed now = tools.installed().now();
        return !order.whole() && order.steps().stream().allMatch(step -> step.to().isPresent() && installed(now, step.to().get()));
    }

    private static boolean installed(Installed now, Build build) {
        return now.find(build.id()).filter(entry -> entry.now().digest().equals(build.digest())).isPresent();
    }

    /** What only restores the installed set is no change. */
    private void reach(String place) {
        if (begun) {
            tools.checkpoint().reach(place);
        }
    }

    private void mark(Mark.Step step, List<String> reasons) {
        List<Move> moves = step == Mark.Step.BEGUN ? order.steps().stream().map(each -> each.move(tools.installed().now())).toList() : List.of();
        tools.journal().append(order.operation(), step, order.who(), moves, reasons);
        reach(step.name().toLowerCase(java.util.Locale.ROOT));
    }

    private Outcome end(List<String> reasons) {
        List<String> untold = reasons.isEmpty() ? untold() : reasons;
        if (begun && (!committed || !untold.isEmpty())) {
            try {
                mark(committed ? Mark.Step.REFUSED : Mark.Step.ROLLED_BACK, untold);
            } catch (UncheckedIOException e) {
                LOG.info("{}", e.getMessage()); // the start finds it open, and says so
            }
        }
        return new Outcome(committed, reasons, Map.copyOf(failures), List.copyOf(damaged));
    }

    /** Why builds were refused, each once. */
    private List<String> untold() {
        var words = new ArrayList<String>();
        staged.keySet().forEach(step -> step.to().ifPresent(build -> words(build, words)));
        order.steps().forEach(step -> step.to().ifPresent(build -> words(build, words)));
        return words;
    }

    private void words(Build build, List<String> words) {
        List<String> reasons = failures.get(build.digest());
        if (reasons != null && told.add(build.digest())) {
            reasons.forEach(reason -> words.add(build + ": " + reason));
        }
    }

    private void fetch() throws RollBack {
        boolean fetched = false;
        for (Step step : order.steps()) {
            if (step.supply().isPresent()) {
                run.step("fetch");
                try {
                    step.supply().get().bring(run);
                    fetched = true;
                } catch (Refused e) {
                    throw new RollBack(e.reasons().stream().map(reason -> step.plugin() + ": " + reason).toList());
                } catch (Exception e) {
                    throw new RollBack(List.of(step.plugin() + " could not be fetched: " + e.getMessage()));
                }
            }
        }
        if (fetched) {
            mark(Mark.Step.VERIFIED, List.of());
        }
    }

    private void stage() throws RollBack {
        run.step("stage");
        for (Step step : order.steps()) {
            if (step.to().isPresent()) {
                try {
                    staged.put(step, tools.applier().stage(step.to().get()));
                } catch (Refused e) {
                    failed(step, e);
                }
            }
        }
        tools.applier().together(staged.values());
        if (begun) {
            mark(Mark.Step.STAGED, List.of());
        }
    }

    private void failed(Step step, Refused why) throws RollBack {
        Build build = step.to().orElseThrow();
        failures.put(build.digest(), why.reasons());
        if (why instanceof Applier.Damaged) {
            damaged.add(build.digest());
        }
        if (order.whole()) {
            throw new RollBack(why.reasons().stream().map(reason -> build + " " + reason).toList());
        }
    }

    private void probe() {
        run.step("probe");
        ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor();
        staged.forEach((step, generation) -> probing.put(step, starts.submit(() -> {
            tools.applier().probe(generation);
            return generation;
        })));
        starts.shutdown();
        reach("probing");
    }

    // ---- all or nothing ----

    private void together() throws RollBack, InterruptedException {
        for (Step step : List.copyOf(probing.keySet())) {
            collect(step, FOR_EVER.toNanos());
        }
        commit(List.copyOf(staged.keySet()), order.steps().stream().filter(step -> step.to().isEmpty()).toList()); // those that leave, and mere notes
    }

    // ---- each for itself ----

    /** All that start in good time serve with one write; who hangs comes with a write of his own, or is refused. */
    private void oneByOne() throws RollBack, InterruptedException {
        List<Step> leaving = order.steps().stream().filter(step -> step.to().isEmpty()).toList();
        List<Step> ready = ready(tools.goodTime());
        List<Step> instead = fallBack(ready);
        ready.addAll(instead);
        if (!ready.isEmpty() || !leaving.isEmpty()) {
            commit(ready, leaving);
        }
        while (!probing.isEmpty()) {
            List<Step> late = ready(FOR_EVER);
            if (late.isEmpty()) {
                break;
            }
            commit(late, List.of());
        }
        commit(fallBack(List.of()), List.of());
    }

    /** Those that are probed; one that is wired to a build that is not waits for it, or falls with it. */
    private List<Step> ready(Duration patience) throws RollBack, InterruptedException {
        var ready = new ArrayList<Step>();
        long end = System.nanoTime() + patience.toNanos();
        for (Step step : List.copyOf(probing.keySet())) {
            if (collect(step, Math.max(0, end - System.nanoTime()))) {
                ready.add(step);
            }
        }
        var missing = new HashSet<Generation>();
        staged.forEach((step, generation) -> {
            if (probing.containsKey(step) || failures.containsKey(generation.digest())) {
                missing.add(generation);
            }
        });
        for (Step step : List.copyOf(ready)) {
            Generation generation = Objects.requireNonNull(staged.get(step));
            if (!tools.applier().wiredTo(missing, List.of(generation)).isEmpty()) {
                ready.remove(step);
                failures.put(generation.digest(), List.of("needs another bundle of the same change, which does not serve"));
                tools.applier().abandon(generation);
            }
        }
        return ready;
    }

    /** @return whether it is probed; one that failed or takes longer is not */
    private boolean collect(Step step, long nanos) throws RollBack, InterruptedException {
        try {
            Objects.requireNonNull(probing.get(step)).get(nanos, TimeUnit.NANOSECONDS);
            probing.remove(step);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            probing.remove(step);
            failed(step, e.getCause() instanceof Refused refused ? refused : new Refused(String.valueOf(e.getCause())));
            return false;
        }
    }

    /** Where nothing of a plugin serves and its build failed or takes long, the last good one does meanwhile. */
    private List<Step> fallBack(Collection<Step> ready) {
        var instead = new ArrayList<Step>();
        for (Step step : order.steps()) {
            if (step.fallbacks().isEmpty() || ready.contains(step) || tools.applier().serves(step.plugin())) {
                continue;
            }
            prepare(step.fallbacks()).ifPresent(generation -> {
                var other = new Step(step.action(), step.plugin(), Optional.of(step.fallbacks().getFirst()), false, List.of(), Optional.empty(), installed -> installed);
                staged.put(other, generation);
                instead.add(other);
                LOG.warn("Plugin {} goes on with its last good build {}", step.plugin(), generation.toString());
            });
        }
        return instead;
    }

    private Optional<Generation> prepare(List<Build> builds) {
        for (Build build : builds) {
            try {
                Generation generation = tools.applier().stage(build);
                tools.applier().probe(generation);
                return Optional.of(generation);
            } catch (Refused e) {
                failures.put(build.digest(), e.reasons());
            }
        }
        return Optional.empty();
    }

    // ---- switch and commit ----

    private void commit(List<Step> arriving, List<Step> leaving) throws RollBack {
        if (arriving.isEmpty() && leaving.isEmpty()) {
            return;
        }
        List<Generation> in = arriving.stream().map(step -> Objects.requireNonNull(staged.get(step))).toList();
        List<String> out = leaving.stream().filter(Step::leaves).map(Step::plugin).toList();
        tools.switching().lock();
        Map<String, Generation> former;
        try {
            run.step("switch");
            if (begun && !committed) {
                mark(Mark.Step.PROBED, List.of());
            }
            reach("switching");
            former = in.isEmpty() && out.isEmpty() ? Map.of() : tools.applier().change(in, out);
            reach("switched");
            try {
                run.step("commit");
                write(arriving, leaving);
            } catch (UncheckedIOException e) {
                tools.applier().reverse(in, former);
                in.forEach(generation -> tools.applier().retire(generation, Checkpoint.NONE));
                throw new RollBack(List.of(String.valueOf(e.getMessage())));
            }
        } finally {
            tools.switching().unlock();
        }
        retire(former.values());
    }

    private void write(List<Step> arriving, List<Step> leaving) {
        Installed before = tools.installed().now();
        var steps = new ArrayList<>(arriving);
        steps.addAll(leaving);
        Installed after = steps.stream().reduce(before, (installed, step) -> step.entry().apply(installed), (one, other) -> other);
        if (after.equals(before)) {
            return;
        }
        tools.installed().commit(order.operation(), installed -> steps.stream().reduce(installed, (all, step) -> step.entry().apply(all), (one, other) -> other));
        committed = true;
        reach("renamed");
        try {
            if (begun) {
                mark(Mark.Step.COMMITTED, untold());
            }
        } catch (UncheckedIOException e) {
            LOG.warn("{}", e.getMessage()); // it counts nevertheless: the start sees who wrote the installed set
        }
    }

    private void retire(Collection<Generation> former) {
        if (former.isEmpty()) {
            return;
        }
        run.step("drain");
        former.forEach(generation -> tools.applier().retire(generation, this::reach));
    }
}
