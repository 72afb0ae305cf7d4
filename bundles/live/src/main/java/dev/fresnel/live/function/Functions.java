package dev.fresnel.live.function;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.function.Sight.Seen;
import dev.fresnel.live.store.Askers;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls functions of all plugins for objects that a caller sees, on the plugins' lanes. Lists are there before a lane is entered, so
 * that nothing waits on it.
 *
 * @param <S> the extension type
 * @param <R> what it answers with
 */
public final class Functions<S, R> {
    private static final Logger LOG = LoggerFactory.getLogger(Functions.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int BATCH = 128;

    private final Switchboard board;
    private final Class<S> type;
    private final Function<S, Reads> reads;
    private final Call<S, R> call;

    /** One call of a function. */
    @FunctionalInterface
    public interface Call<S, R> {
        List<R> of(S function, KubeObject object, Lookup lookup);
    }

    /** A result, and whose it is. */
    public record Result<R>(String plugin, R value) {}

    public Functions(Switchboard board, Class<S> type, Function<S, Reads> reads, Call<S, R> call) {
        this.board = board;
        this.type = type;
        this.reads = reads;
        this.call = call;
    }

    /** For all objects of the round. */
    public List<Result<R>> all(Round round) {
        return run(round, Optional.empty());
    }

    /** For one object. */
    public List<Result<R>> of(Round round, ObjectRef object) {
        return run(round, Optional.of(object));
    }

    private List<Result<R>> run(Round round, Optional<ObjectRef> only) {
        List<Result<R>> results = new ArrayList<>();
        for (Generation generation : new TreeMap<>(board.table().serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isEmpty()) {
                continue;
            }
            try (Lease held = lease.get()) {
                for (Extension<S> extension : held.generation().extensions(type)) {
                    one(held.generation(), extension.value(), round, only, results);
                }
            }
        }
        return results;
    }

    private void one(Generation generation, S function, Round round, Optional<ObjectRef> only, List<Result<R>> results) {
        try {
            Reads declared = generation.lane().call(function, () -> reads.apply(function), DEADLINE);
            if (only.isPresent() && !only.get().kind().id().equals(declared.kind().id())) {
                return;
            }
            List<Seen> objects = Askers.onBehalfOf(generation, () -> {
                declared.lookups().forEach(lookup -> round.of(lookup.kind()));
                return only.isPresent() ? round.find(only.get()).stream().toList() : round.of(declared.kind()).all;
            });
            var lookup = new Found(round, declared);
            for (int from = 0; from < objects.size(); from += BATCH) {
                List<Seen> batch = objects.subList(from, Math.min(objects.size(), from + BATCH));
                for (R value : generation.lane().call(function, () -> batch(function, batch, declared, lookup), DEADLINE)) {
                    results.add(new Result<>(generation.plugin(), value));
                }
            }
        } catch (Problem failed) {
            LOG.warn("plugin {}: a {} cannot be computed: {}", generation.plugin(), type.getSimpleName(), failed.text());
        }
    }

    /** On the lane. One object that it cannot judge must not cost the others their answer; all of them is a fault. */
    private List<R> batch(S function, List<Seen> batch, Reads declared, Lookup lookup) {
        List<R> out = new ArrayList<>();
        RuntimeException first = null;
        int failures = 0;
        for (Seen seen : batch) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                out.addAll(call.of(function, new Declared(seen.object(), declared), lookup));
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
                failures++;
            }
        }
        if (first != null && failures == batch.size()) {
            throw first;
        }
        return out;
    }
}
