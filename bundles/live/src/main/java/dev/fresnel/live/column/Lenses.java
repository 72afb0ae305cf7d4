package dev.fresnel.live.column;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Column;
import dev.fresnel.live.store.FieldIndex;
import dev.fresnel.live.store.PluginColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of one kind by their ids: those of the Table, and ours. */
public final class Lenses {
    private static final int LONGEST = 600;

    private final String kind;
    private final Extracts.Lease extracts;

    /**
     * @param kind {@code resource.group}
     * @param extracts pays for what columns read out of objects
     */
    public Lenses(String kind, Extracts.Lease extracts) {
        this.kind = kind;
        this.extracts = extracts;
    }

    /** @throws Problem INVALID when that is no id */
    public Lens of(String id) {
        if (id.length() > LONGEST) {
            throw unknown(id.substring(0, 40) + "…");
        }
        int colon = id.indexOf(':');
        Lens own = colon > 0 ? formed(id, id.substring(0, colon), id.substring(colon + 1)) : named(id);
        if (own != null) {
            return own;
        }
        if (!id.matches("[a-z0-9][a-z0-9-]{0,80}")) {
            throw unknown(id);
        }
        return new TableLens(id);
    }

    /** A column of the Table. */
    public Lens table(String id) {
        return new TableLens(id);
    }

    private static Problem unknown(String id) {
        return new Problem(Problem.Kind.INVALID, "LIVE_COLUMN_UNKNOWN", "There is no column '" + id + "'.", Map.of("column", id), null);
    }

    private @Nullable Lens formed(String id, String form, String rest) {
        if (rest.isEmpty()) {
            throw unknown(id);
        }
        return switch (form) {
            case "label" -> new OwnLens.Label(id, rest);
            case "annotation" -> new OwnLens.Read(id, extracts.use(id, () -> Bodies.annotation(rest)));
            case "condition" -> new OwnLens.Read(id, extracts.use(id, () -> Bodies.condition(rest)));
            case "path" -> path(id, JsonPath.parse(rest));
            case PluginLens.FORM -> plugged(id, rest);
            default -> throw unknown(id);
        };
    }

    private Lens plugged(String id, String key) {
        if (!key.matches("[a-z0-9-]{1,63}/[A-Za-z0-9_-]{1,63}")) {
            throw unknown(id);
        }
        return new PluginLens(id, kind, key, extracts.plugins());
    }

    /** Columns of plugins that are shown without being asked for. */
    public List<Lens> added() {
        PluginColumns plugins = extracts.plugins();
        return plugins == null ? List.of()
                : plugins.of(kind).stream().filter(offer -> !offer.column().wide()).map(offer -> (Lens) PluginLens.of(offer, plugins)).toList();
    }

    private Lens path(String id, JsonPath path) {
        return new OwnLens.Read(id, extracts.use(id, () -> Bodies.path(path, ",")));
    }

    private @Nullable Lens named(String id) {
        return switch (id) {
            case "owner" -> new OwnLens.Read(id, extracts.use(id, Bodies::owner));
            case "labels" -> new OwnLens.Labels(id);
            case "last-restart" -> kind.equals("pods") ? new OwnLens.Restart(id, extracts.use(id, Bodies::restart)) : null;
            case "cpu", "memory" -> measured() ? measure(id) : null;
            default -> null;
        };
    }

    private Lens measure(String id) {
        boolean pods = kind.equals("pods");
        return new OwnLens.Measure(id, id.equals("cpu"), pods,
                extracts.use((pods ? "resources " : "allocatable ") + id, () -> pods ? Bodies.resources(id) : Bodies.allocatable(id)));
    }

    /** Whether metrics.k8s.io knows this kind. */
    private boolean measured() {
        return kind.equals("pods") || kind.equals("nodes");
    }

    /** What rows are grouped by: any column, and {@code node}. */
    public Lens group(String id) {
        boolean node = id.equals("node") && FieldIndex.of(kind).contains("spec.nodeName");
        return node ? new OwnLens.Field(id, "spec.nodeName") : of(id);
    }

    /**
     * A field by its dotted path or JSONPath, several values separated by NUL.
     *
     * @throws Problem INVALID
     */
    public dev.fresnel.live.store.Extract field(String path) {
        JsonPath parsed = JsonPath.parse(path);
        return extracts.use("field " + path, () -> Bodies.path(parsed, "\0"));
    }

    /** Heads a column of ours; null when the id is the Table's. */
    public static @Nullable Column own(Lens lens) {
        String id = lens.id();
        int colon = id.indexOf(':');
        if (lens instanceof TableLens) {
            return null;
        }
        if (lens instanceof PluginLens plugged) {
            return plugged.column();
        }
        String rest = id.substring(colon + 1);
        return switch (colon < 0 ? id : id.substring(0, colon)) {
            case "cpu" -> new Column(id, "CPU", "quantity", 0, "CPU used now, from metrics.k8s.io.");
            case "memory" -> new Column(id, "Memory", "quantity", 0, "Memory used now, from metrics.k8s.io.");
            case "last-restart" -> new Column(id, "Last Restart", "string", 0, "Why and when a container ended last.");
            case "owner" -> new Column(id, "Owner", "string", 0, "What controls it.");
            case "labels" -> new Column(id, "Labels", "string", 0, "All labels.");
            case "label" -> new Column(id, rest, "string", 0, "The label " + rest + ".");
            case "annotation" -> new Column(id, rest, "string", 0, "The annotation " + rest + ".");
            case "condition" -> new Column(id, rest, "string", 0, "The status of the condition " + rest + ".");
            default -> new Column(id, rest, "string", 0, "The field " + rest + ".");
        };
    }

    /** Our columns that this kind has and that need no further word, and those of plugins. */
    public static List<Column> offers(String kind, @Nullable PluginColumns plugins) {
        List<Column> offers = new ArrayList<>();
        try (Extracts.Lease lease = new Extracts().lease()) {
            Lenses lenses = new Lenses(kind, lease);
            for (String id : List.of("cpu", "memory", "last-restart", "owner", "labels")) {
                Column own = own(lenses.of(id));
                if (own != null) {
                    offers.add(own);
                }
            }
        }
        if (plugins != null) {
            plugins.of(kind).forEach(offer -> offers.add(PluginLens.of(offer, plugins).column()));
        }
        return offers;
    }
}
