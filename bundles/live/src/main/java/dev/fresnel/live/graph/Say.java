package dev.fresnel.live.graph;

import dev.fresnel.api.graph.Edge;
import dev.fresnel.api.graph.MapSource;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.function.Declared;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One map source of one build of a plugin. */
final class Say {
    private static final Logger LOG = LoggerFactory.getLogger(Say.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    final Generation generation;
    final MapSource source;
    final Reads reads;

    /** When it was there first, so that a kind that does not load holds nothing up for ever. */
    final long since = System.nanoTime();

    private final Map<String, String> roles = new HashMap<>();
    private boolean told;

    private Say(Generation generation, MapSource source, Reads reads) {
        this.generation = generation;
        this.source = source;
        this.reads = reads;
    }

    /** What one object's function is called with. */
    record Task(KubeObject object, Lookup lookup) {}

    /** Edges as the function names them; null when it failed for this object. */
    record Said(@Nullable List<Edge> edges) {}

    /** All sources of a build that say what they read. */
    static List<Say> of(Generation generation) {
        List<Say> says = new ArrayList<>();
        for (var extension : generation.extensions(MapSource.class)) {
            MapSource source = extension.value();
            try {
                Reads reads = generation.lane().call(source, source::reads, DEADLINE);
                says.add(new Say(generation, source, reads));
            } catch (Problem failed) {
                LOG.warn("plugin {}: a map source does not say what it reads: {}", generation.plugin(), failed.text());
            }
        }
        return says;
    }

    String digest() {
        return generation.digest();
    }

    String plugin() {
        return generation.plugin();
    }

    /** A message key with the plugin's name; the same text each time, for there are many edges. */
    String role(String key) {
        return roles.computeIfAbsent(key, none -> plugin() + "/" + key);
    }

    /** Whether it speaks of objects of every kind. */
    boolean ofAny() {
        return reads.kind().id().equals(Kind.ANY.id());
    }

    boolean speaksOf(String kind) {
        return ofAny() || reads.kind().id().equals(kind);
    }

    /** Calls the function for each of them, on its plugin's lane; one that it cannot judge must not cost the others their answer. */
    List<Said> call(List<Task> tasks) {
        Optional<Lease> lease = generation.lease();
        if (lease.isEmpty()) {
            return failed(tasks);
        }
        try (Lease held = lease.get()) {
            return generation.lane().call(source, () -> each(tasks), DEADLINE);
        } catch (Problem failed) {
            if (!told) {
                told = true;
                LOG.warn("plugin {}: edges of {} cannot be computed: {}", plugin(), reads.kind().id(), failed.text());
            }
            return failed(tasks);
        }
    }

    private static List<Said> failed(List<Task> tasks) {
        return tasks.stream().map(task -> new Said(null)).toList();
    }

    private List<Said> each(List<Task> tasks) {
        List<Said> out = new ArrayList<>(tasks.size());
        RuntimeException first = null;
        int failures = 0;
        for (Task task : tasks) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                out.add(new Said(List.copyOf(source.edges(new Declared(task.object(), reads), task.lookup()))));
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
                failures++;
                out.add(new Said(null));
            }
        }
        while (out.size() < tasks.size()) {
            out.add(new Said(null));
        }
        if (first != null && failures == tasks.size()) {
            throw first;
        }
        return out;
    }
}
