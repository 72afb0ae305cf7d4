package dev.fresnel.catalog.service;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.service.ledger.Ledger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries changes out beside each other, as long as they are about different plugins. */
final class Desk {
    /** What reasons begin with that another bundle can put right: nothing is wrong with the build itself. */
    static final String NEEDS = "needs ";

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Transaction.Tools tools;
    private final Ledger ledger;
    private final Runnable changed;
    private final Operations operations = new Operations();
    private final Set<String> busy = new HashSet<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Object monitor = new Object();

    Desk(Applier applier, Ledger ledger, Duration goodTime, Runnable changed) {
        this.tools = new Transaction.Tools(applier, ledger.journal(), ledger.file(), ledger.checkpoint(), new ReentrantLock(), goodTime);
        this.ledger = ledger;
        this.changed = changed;
    }

    static String id(String kind) {
        var bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return kind + "-" + HexFormat.of().formatHex(bytes);
    }

    Operations operations() {
        return operations;
    }

    /** Plugins that a running change is about. */
    Set<String> busy() {
        synchronized (monitor) {
            return Set.copyOf(busy);
        }
    }

    /**
     * Begins a change and returns.
     *
     * @param plan that people asked for; absent for what Fresnel does by itself
     * @param changes as people are shown them
     * @param then told of its end, on the change's own thread
     * @throws Problem CONFLICT when another change is about one of its plugins
     */
    void begin(Order order, @Nullable String plan, List<?> changes, Consumer<Outcome> then) {
        synchronized (monitor) {
            order.plugins().stream().filter(busy::contains).findFirst().ifPresent(id -> {
                throw new Problem(Problem.Kind.CONFLICT, "PLUGIN_BUSY", "Another change of " + id + " is under way; try again in a moment.", Map.of("plugin", id), null);
            });
            busy.addAll(order.plugins());
        }
        var run = operations.begin(order.operation(), plan, order.who(), 0, changes);
        Thread thread = Thread.ofVirtual().name("change-" + order.operation()).unstarted(() -> carryOut(order, run, then));
        threads.add(thread);
        thread.start();
    }

    private void carryOut(Order order, Operations.Run run, Consumer<Outcome> then) {
        Outcome outcome = new Outcome(false, List.of("the process stops"), Map.of(), List.of());
        try {
            outcome = new Transaction(order, tools, run).carryOut();
            strike(order, outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A change of {} failed", order.plugins(), e);
            outcome = new Outcome(false, List.of("a fault of Fresnel: " + e), Map.of(), List.of());
        } finally {
            boolean good = outcome.reasons().isEmpty() && outcome.failures().isEmpty();
            run.end(good || outcome.committed() ? "COMMITTED" : "ROLLED_BACK", good ? List.of() : reasons(outcome));
            synchronized (monitor) {
                busy.removeAll(order.plugins());
            }
            threads.remove(Thread.currentThread());
            then.accept(outcome);
            changed.run();
        }
    }

    private static List<String> reasons(Outcome outcome) {
        return outcome.reasons().isEmpty() ? outcome.failures().values().stream().flatMap(List::stream).toList() : outcome.reasons();
    }

    private void strike(Order order, Outcome outcome) {
        order.steps().stream().flatMap(step -> step.to().stream()).forEach(build -> {
            List<String> reasons = outcome.failures().get(build.digest());
            if (reasons != null && !outcome.damaged().contains(build.digest()) && !reasons.stream().allMatch(reason -> reason.startsWith(NEEDS))) {
                ledger.strikes().strike(build.id(), build.digest(), reasons);
            }
        });
    }

    void close(Duration patience) throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
        }
        for (Thread thread : threads) {
            thread.join(patience);
        }
    }
}
