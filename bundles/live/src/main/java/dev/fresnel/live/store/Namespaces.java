package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds the namespaces in which somebody may list a kind who may not list it in all; the gate asks for each of them. */
final class Namespaces {
    /** Namespaces that are looked at. */
    private static final int MOST = 500;

    /** Single objects that are read again and again. */
    private static final int MOST_SINGLES = 50;

    /** Reviews that are under way for one question. */
    private static final int AT_ONCE = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clusters clusters;
    private final Gate gate;
    private final Rules rules;
    private volatile List<String> configured = List.of();

    Namespaces(Clusters clusters, Gate gate, Rules rules) {
        this.clusters = clusters;
        this.gate = gate;
        this.rules = rules;
    }

    /** Those that are looked at instead of all that there are; empty = all. */
    void configure(List<String> names) {
        configured = List.copyOf(names);
    }

    /**
     * What may be looked at.
     *
     * @param of how many namespaces there are; -1 = that may not be known
     */
    private record Candidates(Set<String> names, int of, boolean configured) {}

    /**
     * Namespaces where it is worth to ask for a kind.
     *
     * @param refused told why namespaces may not be listed; says whether that is all there is to it
     * @throws Problem when the API server cannot be asked
     */
    Span worth(Principal principal, Scope all, Predicate<Problem> refused) {
        Candidates candidates = candidates(principal, all.cluster(), refused);
        List<String> names = List.copyOf(candidates.names);
        List<Boolean> worth = each(names, name -> rules.of(principal, all.cluster(), name).list(all.kind()));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (worth.get(i)) {
                found.add(names.get(i));
            }
        }
        return new Span(found, candidates.of, candidates.configured, -1);
    }

    /** Objects that hints say may be read by name, in those namespaces. */
    List<Singles.Name> singles(Principal principal, Scope all) {
        List<Singles.Name> names = new ArrayList<>();
        for (String namespace : candidates(principal, all.cluster(), denied -> false).names) {
            for (String name : rules.of(principal, all.cluster(), namespace).names(all.kind())) {
                if (names.size() < MOST_SINGLES) {
                    names.add(new Singles.Name(namespace, name));
                }
            }
        }
        return names;
    }

    private Candidates candidates(Principal principal, String cluster, Predicate<Problem> refused) {
        if (!configured.isEmpty()) {
            return new Candidates(new LinkedHashSet<>(configured), -1, true);
        }
        Set<String> names = new LinkedHashSet<>();
        int of = listed(principal, cluster, names, refused);
        if (of < 0) {
            Optional<ClusterInfo> info = clusters.find(principal, cluster);
            String own = info.map(ClusterInfo::namespace).orElse(null);
            if (own != null && !own.isEmpty()) {
                names.add(own);
            }
            names.add("default");
        }
        return new Candidates(names, of, false);
    }

    /** @return how many there are, -1 when they may not be listed */
    private int listed(Principal principal, String cluster, Set<String> names, Predicate<Problem> refused) {
        Optional<ServedKind> kind = clusters.discovery(principal, cluster).kinds().stream()
                .filter(served -> served.kind().id().equals("namespaces"))
                .findFirst();
        if (kind.isEmpty()) {
            return -1;
        }
        try (Visible<Partition> seen = gate.join(principal, new Scope(cluster, kind.get(), ""), Set.of(), lost -> {})) {
            if (!seen.value().await(PATIENCE)) {
                return -1;
            }
            List<Row> rows = seen.value().snapshot(null).rows();
            rows.stream().limit(MOST).forEach(row -> names.add(row.name()));
            return rows.size();
        } catch (Problem denied) {
            if (!refused.test(denied) && Denial.passing(denied)) {
                throw denied;
            }
            return -1;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** The answers in order, a few asked at once. */
    static <T> List<T> each(List<String> names, Function<String, T> ask) {
        Semaphore few = new Semaphore(AT_ONCE);
        List<T> answers = new ArrayList<>();
        List<Future<T>> under = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : names) {
                under.add(threads.submit(() -> {
                    few.acquire();
                    try {
                        return ask.apply(name);
                    } finally {
                        few.release();
                    }
                }));
            }
            for (var one : under) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Problem problem ? problem : new IllegalStateException(failed.getCause());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "LIVE_INTERRUPTED", "Looking for namespaces was interrupted.");
        }
    }
}
