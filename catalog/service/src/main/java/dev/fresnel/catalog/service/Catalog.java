package dev.fresnel.catalog.service;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.catalog.service.bundle.Build;
import dev.fresnel.catalog.service.bundle.Reader;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.folder.FolderWatch;
import dev.fresnel.catalog.service.folder.Folders;
import dev.fresnel.catalog.service.folder.PluginFile;
import dev.fresnel.catalog.service.ledger.BundleStore;
import dev.fresnel.catalog.service.ledger.Checkpoint;
import dev.fresnel.catalog.service.ledger.Kept;
import dev.fresnel.catalog.service.ledger.Ledger;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.insight.Readiness;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Switchboard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what serves equal to what lies in the plugins folders and to what is installed. One thread decides; every change is a
 * transaction of its own that nobody else waits for.
 */
@Component(service = {Catalog.class, Readiness.class}, immediate = true)
public final class Catalog implements Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final Duration SOON = Duration.ofMillis(30);
    private static final Duration BRIEF = Duration.ofMillis(60);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(5);

    private final Switchboard board;
    private final Settings settings;
    private final Ledger ledger;
    private final Folders folders;
    private final Applier applier;
    private final Desk desk;
    private final Shop shop;
    private final Proposals proposals;
    private final Updates updates;
    private final Audit audit;
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final AtomicInteger changing = new AtomicInteger();
    private final Semaphore awake = new Semaphore(0);
    private final Thread thread;
    private volatile List<PluginFile> files = List.of();
    private volatile Map<String, List<String>> notes = Map.of();
    private volatile boolean looked;
    private volatile boolean closed;
    private volatile boolean wanted;
    private volatile long notBefore = System.nanoTime();

    @Activate
    public Catalog(BundleContext context, @Reference Switchboard board, @Reference JsonCodec json, @Reference Audit audit) {
        this(context, board, json, audit, Settings.of(context), Sources.OPENERS);
    }

    Catalog(BundleContext context, Switchboard board, JsonCodec json, Audit audit, Settings settings, Shop.Openers openers) {
        this.audit = audit;
        this.board = board;
        this.settings = settings;
        this.ledger = Ledger.open(settings.home(), json, Checkpoint.configured());
        ledger.sweep();
        this.folders = new Folders(settings.folders(), ledger.store());
        this.applier = new Applier(context, board, ledger.store());
        this.desk = new Desk(applier, ledger, settings.goodTime(), this::wake);
        this.shop = new Shop(context, this, json, settings, openers);
        this.updates = new Updates(this);
        this.proposals = new Proposals(shop, desk);
        this.thread = Thread.ofPlatform().name("catalog").daemon().start(this::run);
    }

    @Deactivate
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(END);
        desk.close(END);
        applier.close(END);
        shop.close();
        ledger.close();
    }

    Ledger ledger() {
        return ledger;
    }

    Desk desk() {
        return desk;
    }

    Shop shop() {
        return shop;
    }

    Proposals proposals() {
        return proposals;
    }

    Switchboard board() {
        return board;
    }

    Map<String, List<String>> notes() {
        return notes;
    }

    List<PluginFile> files() {
        return files;
    }

    Map<String, List<String>> users() {
        return applier.users();
    }

    List<Path> folders() {
        return settings.folders();
    }

    private void refreshWhenDue() {
        long due = shop.checkedAt() + shop.rules().checkEvery() * 1_000L;
        if (!shop.shelves().isEmpty() && System.currentTimeMillis() >= due) {
            refresh();
        }
    }

    /** Asks the sources again, in the background; then updates what updates itself. */
    void refresh() {
        if (!refreshing.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("catalog-refresh").start(() -> {
            try {
                shop.refresh();
                updates.carryOut();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("The sources of plugins could not be asked", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                refreshing.set(false);
            }
        });
    }

    /** Whether a bundle will be there once these have left. */
    boolean counts(Bundle bundle, Collection<String> leaving) {
        return applier.counts(bundle, leaving);
    }

    /** Begins to carry out a plan; people see it in the audit. @return the operation's id */
    String apply(Principal who, String plan, List<String> consent) {
        var proposal = proposals.find(who, plan);
        return proposals.apply(who, plan, consent, outcome -> {
            proposal.steps().stream().filter(step -> outcome.committed() || outcome.reasons().isEmpty()).filter(step -> step.action().equals("release")).forEach(step -> forgive(step.plugin()));
            proposal.view().changes().forEach(change -> audit(who, change, outcome));
            wake();
        });
    }

    private void audit(Principal who, Views.Change change, Outcome outcome) {
        var detail = new LinkedHashMap<String, Object>();
        Optional.ofNullable(change.from()).ifPresent(from -> detail.put("from", from.version() + " " + from.digest()));
        Optional.ofNullable(change.to()).ifPresent(to -> detail.put("to", to.version() + " " + to.digest() + " from " + to.source()));
        if (!change.newAsks().isEmpty()) {
            detail.put("consent", String.join(", ", change.newAsks()));
        }
        if (!outcome.reasons().isEmpty()) {
            detail.put("reasons", String.join("; ", outcome.reasons()));
        }
        audit.write(new Audit.Line(who, "plugin." + change.action(), "", change.id(), outcome.reasons().isEmpty() ? Audit.Result.OK : Audit.Result.FAILED, 0, detail));
    }

    /** Tries again what was given up. */
    private void forgive(String id) {
        ledger.strikes().release(id);
        givenUp.clear();
        files.stream().filter(file -> file.build().filter(build -> build.id().equals(id)).isPresent()).forEach(PluginFile::again);
    }

    /** Has the thread look now. */
    void wake() {
        wanted = true;
        if (!looked) {
            awake.release();
        }
    }

    private void run() {
        try (FolderWatch watch = new FolderWatch(settings.folders())) {
            applier.sweep();
            ledger.recover();
            while (!closed) {
                wanted = false;
                boolean again = look();
                if (!again && changing.get() == 0) {
                    looked = true;
                    refreshWhenDue();
                }
                pause(watch, again || wanted ? SOON : changing.get() > 0 ? BRIEF : POLL);
            }
        } catch (InterruptedException e) {
            // the platform stops
        }
    }

    /** While the process starts nothing counts but the end of the first change, for which it waits. */
    private void pause(FolderWatch watch, Duration atMost) throws InterruptedException {
        if (looked) {
            watch.await(atMost);
        } else if (awake.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            awake.drainPermits();
        }
    }

    /** @return whether to look again soon */
    private boolean look() throws InterruptedException {
        try {
            if (!looked || settings.watch()) {
                files = folders.scan();
            }
            var plan = Planner.plan(situation());
            notes = plan.notes();
            if (plan.empty() || System.nanoTime() - notBefore < 0) {
                return folders.unsettled();
            }
            begin(plan);
            return folders.unsettled();
        } catch (RuntimeException e) {
            LOG.error("The plugins folders could not be looked through", e);
            return false;
        }
    }

    private Planner.Situation situation() {
        return new Planner.Situation(
                files.stream().map(this::seen).toList(),
                ledger.installed(),
                board.table().serving().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().digest())),
                this::stored,
                applier.users(),
                desk.busy());
    }

    private Planner.Seen seen(PluginFile file) {
        return new Planner.Seen(file.file().toString(), file.build(), !whyNot(file).isEmpty());
    }

    /** Why a file must not serve: quarantine, distrust, or what was found when it was read or tried. */
    List<String> whyNot(PluginFile file) {
        return file.build()
                .flatMap(build -> ledger.strikes().quarantined(build.digest()).or(() -> shop.distrust(build)))
                .map(List::of)
                .orElse(file.refused());
    }

    /** A build of the store, unless it must not be tried. */
    Optional<Build> stored(Kept kept) {
        BundleStore store = ledger.store();
        if (givenUp.contains(kept.digest()) || shop.revoked(kept.digest()).isPresent() || ledger.strikes().quarantined(kept.digest()).isPresent() || !store.holds(kept.digest())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Build(Reader.again(store.path(kept.digest())), kept.digest(), kept.source(), kept.file(), 0));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private void begin(Planner.Plan plan) {
        var steps = new ArrayList<Order.Step>();
        var installed = ledger.installed();
        plan.goals().forEach(goal -> steps.add(Order.Step.serve(installed.find(goal.to().id()).isPresent() ? "update" : "install", goal.to(), goal.fallbacks())));
        plan.leaving().forEach(id -> steps.add(leaving(id)));
        var judged = List.copyOf(files);
        long epoch = board.table().epoch();
        changing.incrementAndGet();
        desk.begin(new Order(Desk.id("o"), "", steps, false), null, List.of(), outcome -> {
            follow(outcome, judged, board.table().epoch() != epoch);
            if (outcome.committed() || !outcome.failures().isEmpty()) {
                write(steps, outcome);
            }
            changing.decrementAndGet();
            tidy();
            wake();
        });
    }

    /** What another source installed is remembered while the folder hides it; a plugin turned off by hand stays so while its file is there. */
    private Order.Step leaving(String id) {
        boolean off = ledger.installed().find(id).filter(entry -> entry.off() && files.stream().anyMatch(file -> file.build().filter(build -> build.id().equals(id)).isPresent())).isPresent();
        return off
                ? new Order.Step("remove", id, Optional.empty(), true, List.of(), Optional.empty(), UnaryOperator.identity())
                : Order.Step.remove(id);
    }

    /** What the folder changed stands in the audit too. */
    private void write(List<Order.Step> steps, Outcome outcome) {
        for (Order.Step step : steps) {
            List<String> reasons = step.to().map(build -> outcome.failures().getOrDefault(build.digest(), outcome.reasons())).orElse(outcome.reasons());
            var detail = new LinkedHashMap<String, Object>();
            detail.put("source", Kept.FOLDER);
            step.to().ifPresent(build -> detail.put("to", build.passport().version() + " " + build.digest()));
            if (!reasons.isEmpty()) {
                detail.put("reasons", String.join("; ", reasons));
            }
            audit.write(new Audit.Line(Principal.NOBODY, "plugin." + step.action(), "", step.plugin(), reasons.isEmpty() ? Audit.Result.OK : Audit.Result.FAILED, 0, detail));
        }
    }

    /** @param switched whether any change has switched since this one began */
    private void follow(Outcome outcome, List<PluginFile> judged, boolean switched) {
        if (!outcome.reasons().isEmpty()) {
            notBefore = System.nanoTime() + AGAIN.toNanos(); // nothing is wrong with the files themselves
            return;
        }
        if (!outcome.damaged().isEmpty()) {
            notBefore = System.nanoTime() + AGAIN.toNanos(); // whoever spoils the store may do so again at once
        }
        for (PluginFile file : judged) {
            file.build().ifPresent(build -> {
                List<String> reasons = outcome.failures().get(build.digest());
                if (outcome.damaged().contains(build.digest())) {
                    ledger.discard(build.digest());
                    file.again(); // its own file still has what was checked
                } else if (reasons != null) {
                    LOG.warn("Plugin file {} is refused: {}", file.file(), String.join("; ", reasons));
                    file.refuse(reasons);
                }
            });
        }
        if (switched) { // what was missing may be there now, also for what another change was refused meanwhile
            files.stream().filter(file -> file.refused().stream().anyMatch(reason -> reason.startsWith(Desk.NEEDS))).forEach(PluginFile::again);
        }
        outcome.failures().keySet().stream().filter(digest -> judged.stream().noneMatch(file -> file.build().filter(build -> build.digest().equals(digest)).isPresent())).forEach(givenUp::add);
    }

    private void tidy() {
        if (desk.busy().isEmpty()) {
            ledger.tidy(Stream.concat(Stream.concat(shop.digests(), files.stream().flatMap(file -> file.build().stream()).map(Build::digest)), applier.known().stream().map(Generation::digest)).collect(Collectors.toSet()));
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

    PluginList list() {
        return new PluginList.Writer(board, applier.known(), files, this::whyNot, ledger, notes).list();
    }
}
