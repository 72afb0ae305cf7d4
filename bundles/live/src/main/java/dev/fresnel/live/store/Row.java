package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.resource.Health;
import dev.fresnel.live.store.Ticker.Ticking;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One object of a Table, immutable: cells, labels, what filters may ask, and the packed rest. */
public final class Row {
    /** As the API server lists: by namespace, then by name. */
    public static final Comparator<Row> LISTED =
            Comparator.comparing(Row::namespace).thenComparing(Row::name).thenComparing(Row::cluster).thenComparing(Row::uid);

    /** Objects, arrays, map entries, and texts that are no other row's. */
    private static final int FIXED = 440;

    private static final Ticking[] STILL = {};
    private final Facts facts;
    private final Health health;

    Row(Facts facts, Health health) {
        this.facts = facts;
        this.health = health;
    }

    /** Rows in order; of an object that came twice the newer. */
    static Row[] latest(List<Row> come) {
        Row[] rows = come.toArray(new Row[0]);
        Arrays.sort(rows, LISTED);
        int count = 0;
        for (Row row : rows) {
            boolean again = count > 0 && rows[count - 1].uid().equals(row.uid());
            rows[again ? count - 1 : count++] = row;
        }
        return Arrays.copyOf(rows, count);
    }

    /** What was decoded. */
    static final class Facts {
        final Header header;
        String namespace = "";
        String name = "";
        String uid = "";

        /** The resource version, or a number made of it: equal for equal versions. */
        long version;
        long created;
        long deleted;
        String[] cells = {};
        Ticking[] ticking = STILL;
        String[] labels = {};
        String[] fields = {};
        String[] owners = {};
        byte[] packed = {};

        /** Who made this version ({@link Authors}); until the store has passed that on. */
        String authors = "";

        /** When it was made as managed fields tell, epoch seconds; 0 = they do not. */
        int authored;

        /** What was read out of the packed object since; a race only reads something twice. */
        Extract.@Nullable Kept extracts;

        Facts(Header header) {
            this.header = header;
        }
    }

    Facts facts() {
        return facts;
    }

    /** About how many bytes of heap it takes with all that belongs to it; {@code RetainedHeapTest} measures what it really is. */
    int weight() {
        return FIXED + facts.packed.length + facts.name.length() + facts.uid.length() + 40 * facts.ticking.length
                + 6 * (facts.cells.length + facts.labels.length + facts.fields.length + facts.owners.length);
    }

    Row with(Health other) {
        return other.equals(health) ? this : new Row(facts, other);
    }

    public Header header() {
        return facts.header;
    }

    public String cluster() {
        return facts.header.cluster();
    }

    public String namespace() {
        return facts.namespace;
    }

    public String name() {
        return facts.name;
    }

    public String uid() {
        return facts.uid;
    }

    /** Epoch ms. */
    public long created() {
        return facts.created;
    }

    /** Epoch ms of the beginning of its deletion, 0 = it is not being deleted. */
    public long deleted() {
        return facts.deleted;
    }

    public Health health() {
        return health;
    }

    /** A cell as {@code kubectl get} would print it now. */
    public String cell(int column, long now) {
        if (column < 0 || column >= facts.cells.length) {
            return "";
        }
        if (column == facts.header.age() && facts.cells[column].isEmpty()) {
            return HumanTime.since(facts.created, now);
        }
        Ticking ticking = ticking(column);
        return ticking == null ? facts.cells[column] : ticking.text(now);
    }

    /** A cell without the time in it that ages: {@code "3 ( ago)"}; empty for an age. */
    public String still(int column) {
        return column < 0 || column >= facts.cells.length ? "" : facts.cells[column];
    }

    /** When the time in a cell began, epoch ms; 0 when nothing in it ages. */
    public long began(int column) {
        if (column >= 0 && column < facts.cells.length && column == facts.header.age() && facts.cells[column].isEmpty()) {
            return facts.created;
        }
        Ticking ticking = ticking(column);
        return ticking == null ? 0 : ticking.at();
    }

    /** The part of a cell's text that ages, the age column aside; {@code ""} when nothing does. */
    public String aging(int column, long now) {
        Ticking ticking = ticking(column);
        return ticking == null ? "" : HumanTime.since(ticking.at(), now);
    }

    /** Whether sorting by that column means time. */
    public boolean timely(int column) {
        return column >= 0 && column < facts.cells.length && facts.header.ticker(column).timely();
    }

    private @Nullable Ticking ticking(int column) {
        for (Ticking one : facts.ticking) {
            if (one.column() == column) {
                return one;
            }
        }
        return null;
    }

    /** The label's value, null when it has none. */
    public @Nullable String label(String key) {
        for (int i = 0; i < facts.labels.length; i += 2) {
            if (facts.labels[i].equals(key)) {
                return facts.labels[i + 1];
            }
        }
        return null;
    }

    /** The value of a field that {@link FieldIndex#of} declares for this kind; {@code ""} when it has none. */
    public String field(String path) {
        return switch (path) {
            case "metadata.name" -> facts.name;
            case "metadata.namespace" -> facts.namespace;
            case "metadata.uid" -> facts.uid;
            default -> {
                int at = facts.header.fields().indexOf(path);
                yield at < 0 || at >= facts.fields.length ? "" : facts.fields[at];
            }
        };
    }

    /** Reads out of the object behind it what is not kept with it yet; 10 to 50 µs. */
    public void extract(List<Extract> extracts, JsonCodec json) {
        byte[] object = null;
        for (Extract extract : extracts) {
            if (!extract.computed() && text(extract) == null) {
                object = object == null ? facts.header.packer().unpack(facts.packed) : object;
                facts.extracts = new Extract.Kept(extract, extract.read(facts, object, json), Extract.Kept.live(facts.extracts));
            }
        }
    }

    /** Keeps what was computed of it. */
    void keep(Extract extract, String text) {
        facts.extracts = new Extract.Kept(extract, extract.pooled(text), Extract.Kept.live(facts.extracts));
    }

    /** What {@link #extract} read; null when it has not yet. */
    public @Nullable String text(Extract extract) {
        for (Extract.Kept kept = facts.extracts; kept != null; kept = kept.before()) {
            if (kept.of() == extract) {
                return kept.text();
            }
        }
        return null;
    }

    /** Keys and values in turns. */
    public List<String> labels() {
        return Collections.unmodifiableList(Arrays.asList(facts.labels));
    }

    /** Uids that its owner references name. */
    public List<String> owners() {
        return Collections.unmodifiableList(Arrays.asList(facts.owners));
    }

    /** Whether an owner reference names that uid. */
    public boolean ownedBy(String uid) {
        return Arrays.asList(facts.owners).contains(uid);
    }

    /** Whether a page would show the same. */
    public boolean looksLike(Row other) {
        return this == other
                || facts.uid.equals(other.facts.uid)
                        && facts.header.alike(other.facts.header)
                        && health.equals(other.health)
                        && facts.deleted == other.facts.deleted
                        && facts.created == other.facts.created
                        && Arrays.equals(facts.cells, other.facts.cells)
                        && Arrays.equals(facts.ticking, other.facts.ticking);
    }
}
