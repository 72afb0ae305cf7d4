package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.resource.HealthSource;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.store.Event.Decoded;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.switchboard.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the health functions of the serving generations, on their lanes; where there is none, cells decide. */
final class Judges implements Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judges.class);
    private static final int BATCH = 128;
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final Switchboard switchboard;
    private final JsonCodec json;

    /** What a generation declares; weak, so that a gone generation's classes can go. */
    private final Map<Generation, Map<String, List<Source>>> declared = new WeakHashMap<>();

    private final Map<Generation, Set<String>> warned = new WeakHashMap<>();

    Judges(Switchboard switchboard, JsonCodec json) {
        this.switchboard = switchboard;
        this.json = json;
    }

    /** One function, and the projection of what it declares. */
    private record Source(HealthSource function, Reads reads, Projection projection) {}

    @Override
    public List<Health> judge(Scope scope, List<Decoded> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        List<Health> healths = new ArrayList<>(objects.size());
        objects.forEach(object -> healths.add(Vocabulary.judge(object.facts())));
        boolean[] judged = new boolean[objects.size()];
        Table table = switchboard.table();
        for (Generation generation : new TreeMap<>(table.serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isEmpty()) {
                continue;
            }
            try (Lease held = lease.get()) {
                for (Source source : sources(held.generation(), scope.kind())) {
                    ask(held.generation(), source, scope, objects, healths, judged);
                }
            }
        }
        return healths;
    }

    /** The builds that judge this kind; the same before and after a switch means nothing to do. */
    Set<String> judges(Table table, Kind kind) {
        return builds(table, generation -> !sources(generation, kind).isEmpty());
    }

    /** As {@link #judges}, for a table that is past: asks no function of it any more. */
    Set<String> judged(Table table, Kind kind) {
        synchronized (declared) {
            return builds(table, generation -> !declared.getOrDefault(generation, Map.of()).getOrDefault(kind.id(), List.of()).isEmpty());
        }
    }

    private static Set<String> builds(Table table, Predicate<Generation> wanted) {
        Set<String> builds = new LinkedHashSet<>();
        for (Generation generation : new TreeMap<>(table.serving()).values()) {
            if (wanted.test(generation)) {
                builds.add(generation.plugin() + "@" + generation.digest());
            }
        }
        return builds;
    }

    /** Lets go of everything that belongs to generations that do not serve; called after switches and every now and then. */
    void forget() {
        Set<Generation> serving = Set.copyOf(switchboard.table().serving().values());
        synchronized (declared) {
            declared.keySet().retainAll(serving);
        }
        synchronized (warned) {
            warned.keySet().retainAll(serving);
        }
    }

    private List<Source> sources(Generation generation, Kind kind) {
        Map<String, List<Source>> byKind;
        synchronized (declared) {
            byKind = declared.get(generation);
        }
        if (byKind == null) {
            byKind = read(generation);
            synchronized (declared) {
                declared.put(generation, byKind);
            }
        }
        return byKind.getOrDefault(kind.id(), List.of());
    }

    private Map<String, List<Source>> read(Generation generation) {
        Map<String, List<Source>> byKind = new TreeMap<>();
        for (var extension : generation.extensions(HealthSource.class)) {
            try {
                Reads reads = generation.lane().call(extension.value(), () -> extension.value().reads(), DEADLINE);
                byKind.computeIfAbsent(reads.kind().id(), id -> new ArrayList<>())
                        .add(new Source(extension.value(), reads, new Projection(reads.fields())));
            } catch (Problem failed) {
                warn(generation, "a health function does not say what it reads: " + failed.text());
            }
        }
        return byKind;
    }

    private void ask(Generation generation, Source source, Scope scope, List<Decoded> objects, List<Health> healths, boolean[] judged) {
        for (int from = 0; from < objects.size(); from += BATCH) {
            int start = from;
            int end = Math.min(objects.size(), from + BATCH);
            List<DeclaredObject> part = new ArrayList<>();
            for (Decoded object : objects.subList(start, end)) {
                part.add(new DeclaredObject(scope, object.facts(), source.projection().of(object.object()), source.reads(), json));
            }
            try {
                List<Optional<Health>> answers = 
                        generation.lane().call(source.function(), () -> answers(source.function(), part), DEADLINE);
                for (int i = 0; i < answers.size(); i++) {
                    note(start + i, answers.get(i), healths, judged);
                }
                answers.stream().filter(Optional::isEmpty).findFirst()
                        .ifPresent(none -> LOG.debug("plugin {}: health of some {} failed", generation.plugin(), scope.kind().id()));
            } catch (Problem failed) {
                warn(generation, "health of " + scope.kind().id() + " cannot be computed: " + failed.text());
                return;
            }
        }
    }

    /** Once per generation and trouble: a function that fails does so for every change. */
    private void warn(Generation generation, String what) {
        boolean first;
        synchronized (warned) {
            first = warned.computeIfAbsent(generation, one -> new HashSet<>()).add(what);
        }
        if (first) {
            LOG.warn("plugin {}: {}", generation.plugin(), what);
        }
    }

    /** Of several functions for one kind the worst answer counts. */
    private static void note(int at, Optional<Health> answer, List<Health> healths, boolean[] judged) {
        if (answer.isPresent() && (!judged[at] || answer.get().state().compareTo(healths.get(at).state()) < 0)) {
            healths.set(at, answer.get());
            judged[at] = true;
        }
    }

    /** On the lane. One object that a function cannot judge must not cost the others their answer. */
    private static List<Optional<Health>> answers(HealthSource function, List<DeclaredObject> objects) {
        List<Optional<Health>> out = new ArrayList<>(objects.size());
        RuntimeException first = null;
        int failures = 0;
        for (DeclaredObject object : objects) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            Health health = null;
            try {
                health = function.health(object);
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
                failures++;
            }
            out.add(own(health));
        }
        if (first != null && failures == objects.size()) {
            throw first;
        }
        return out;
    }

    /** A copy without anything of the plugin's. */
    private static Optional<Health> own(@Nullable Health health) {
        return Optional.ofNullable(health).map(one -> new Health(one.state(), one.reason()));
    }
}
