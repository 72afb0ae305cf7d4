package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.Column;
import dev.fresnel.api.resource.ColumnSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Columns that plugins add to lists: what they declare, and their cells, computed on their lanes and kept with the row. A cell is
 * made of its own object alone, so that all who see the row may see it (rule R13). Holds nothing of a plugin's own classes.
 */
public final class PluginColumns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginColumns.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int BATCH = 128;
    private static final Lookup NOTHING = new Nothing();

    private final Switchboard board;
    private final JsonCodec json;
    private final AutoCloseable listening;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile Map<String, Offer> offers = Map.of();

    PluginColumns(Switchboard board, JsonCodec json) {
        this.board = board;
        this.json = json;
        listening = board.onSwitch((before, now) -> begin());
        begin();
    }

    /**
     * One column.
     *
     * @param source which of the plugin's sources makes it, and which of its cells it is
     * @param extract what rows keep of it
     */
    public record Offer(String plugin, String digest, int source, int cell, Reads reads, Column column, Extract extract) {
        /** {@code plugin/column}. */
        public String key() {
            return plugin + "/" + column.id();
        }

        private boolean made(Offer other) {
            return digest.equals(other.digest) && source == other.source && cell == other.cell;
        }
    }

    /** Those of one kind, in order. */
    public List<Offer> of(String kind) {
        return offers.values().stream().filter(offer -> offer.reads.kind().id().equals(kind)).toList();
    }

    /** @param key {@code plugin/column}; null while nobody offers it */
    public @Nullable Offer find(String kind, String key) {
        return offers.get(kind + " " + key);
    }

    /** Calls back after columns have come, gone or become others; close to stop. */
    public AutoCloseable watch(Runnable then) {
        watchers.add(then);
        return () -> watchers.remove(then);
    }

    private void begin() {
        Thread.ofVirtual().name("live-columns").start(this::refresh);
    }

    private synchronized void refresh() {
        Map<String, Offer> before = offers;
        Map<String, Offer> now = new LinkedHashMap<>();
        for (Generation generation : new TreeMap<>(board.table().serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isPresent()) {
                try (Lease held = lease.get()) {
                    read(held.generation(), before, now);
                }
            }
        }
        if (!now.equals(before)) {
            offers = now;
            before.forEach((key, offer) -> {
                Offer next = now.get(key);
                if (next == null || next.extract != offer.extract) {
                    offer.extract.forget();
                }
            });
            watchers.forEach(Runnable::run);
        }
    }

    private static void read(Generation generation, Map<String, Offer> before, Map<String, Offer> now) {
        List<Extension<ColumnSource>> sources = generation.extensions(ColumnSource.class);
        for (int i = 0; i < sources.size(); i++) {
            ColumnSource source = sources.get(i).value();
            try {
                Reads reads = generation.lane().call(source, source::reads, DEADLINE);
                if (!reads.lookups().isEmpty()) {
                    LOG.warn("plugin {}: a column of {} looks other objects up, which columns cannot", generation.plugin(), reads.kind().id());
                    continue;
                }
                List<Column> columns = generation.lane().call(source, () -> List.copyOf(source.columns()), DEADLINE);
                for (int j = 0; j < columns.size(); j++) {
                    Offer offer = new Offer(generation.plugin(), generation.digest(), i, j, reads, columns.get(j), Extract.told());
                    String key = reads.kind().id() + " " + offer.key();
                    Offer known = before.get(key);
                    now.put(key, known != null && known.made(offer) ? known : offer);
                }
            } catch (Problem failed) {
                LOG.warn("plugin {}: a source of columns does not say what it adds: {}", generation.plugin(), failed.text());
            }
        }
    }

    /** Computes what is lacking of these cells; blocks, so that it is nothing for the clock. @param kinds by cluster */
    public void compute(List<Row> rows, List<Extract> wanted, Map<String, ServedKind> kinds) {
        for (Offer offer : offers.values()) {
            if (wanted.contains(offer.extract)) {
                List<Row> lacking = rows.stream().filter(row -> row.text(offer.extract) == null).toList();
                for (int from = 0; from < lacking.size(); from += BATCH) {
                    compute(lacking.subList(from, Math.min(lacking.size(), from + BATCH)), offer, kinds);
                }
            }
        }
    }

    private void compute(List<Row> rows, Offer offer, Map<String, ServedKind> kinds) {
        List<String> cells = List.of();
        try (Lease lease = board.lease(offer.plugin).orElse(null)) {
            Generation generation = lease == null ? null : lease.generation();
            if (generation != null && generation.digest().equals(offer.digest)) {
                ColumnSource source = generation.extensions(ColumnSource.class).get(offer.source).value();
                Projection projection = new Projection(offer.reads.fields());
                List<KubeObject> objects = new ArrayList<>();
                for (Row row : rows) {
                    objects.add(object(row, offer, projection, kinds));
                }
                cells = generation.lane().call(source, () -> cells(source, offer, objects), DEADLINE);
            }
        } catch (Problem failed) {
            LOG.warn("plugin {}: the column {} cannot be computed: {}", offer.plugin, offer.column.id(), failed.text());
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).keep(offer.extract, i < cells.size() ? cells.get(i) : "");
        }
    }

    private KubeObject object(Row row, Offer offer, Projection projection, Map<String, ServedKind> kinds) {
        ServedKind served = Objects.requireNonNull(kinds.get(row.cluster()));
        byte[] whole = row.facts().header.packer().unpack(row.facts().packed);
        return new DeclaredObject(new Scope(row.cluster(), served, ""), row.facts(), projection.of(whole), offer.reads, json);
    }

    /** On the lane. One object that it fails for must not cost the others their cells; all of them is a fault. */
    private static List<String> cells(ColumnSource source, Offer offer, List<KubeObject> objects) {
        List<String> out = new ArrayList<>();
        RuntimeException first = null;
        int failures = 0;
        for (KubeObject object : objects) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            String cell = "";
            try {
                List<String> cells = source.cells(object, NOTHING);
                cell = offer.cell < cells.size() ? Objects.requireNonNullElse(cells.get(offer.cell), "") : "";
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
                failures++;
            }
            out.add(cell);
        }
        if (first != null && failures == objects.size()) {
            throw first;
        }
        return out;
    }

    /** Columns read their own object alone. */
    private record Nothing() implements Lookup {
        private static Problem undeclared() {
            return new Problem(Problem.Kind.BUG, "LIVE_LOOKUP_UNDECLARED", "A column cannot look other objects up.");
        }

        @Override
        public Optional<KubeObject> owner(KubeObject of, dev.fresnel.api.kube.Kind kind) {
            throw undeclared();
        }

        @Override
        public Optional<KubeObject> byName(dev.fresnel.api.kube.Kind kind, String namespace, String name) {
            throw undeclared();
        }

        @Override
        public List<KubeObject> select(dev.fresnel.api.kube.Kind kind, String namespace, String labels) {
            throw undeclared();
        }
    }

    @Override
    public void close() throws Exception {
        listening.close();
        watchers.clear();
    }
}
