package dev.fresnel.live.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of one kind in one cluster; shared by its rows. */
public final class Header {
    /** Columns of the page itself, and of ours for every kind. */
    private static final Set<String> RESERVED = Set.of("namespace", "cluster", "owner", "labels", "state", "rank");

    private final String cluster;
    private final List<Column> columns;
    private final List<Ticker> tickers;
    private final List<String> fields;
    private final int age;
    private final Packer packer;

    /** @param packer who packed the objects of its rows */
    Header(String cluster, List<Column> columns, List<Ticker> tickers, List<String> fields, Packer packer) {
        this.packer = packer;
        this.cluster = cluster;
        this.columns = List.copyOf(columns);
        this.tickers = List.copyOf(tickers);
        this.fields = fields;
        this.age = index("age");
    }

    /** Columns from what the server calls them, with ids that are unique in the Table. */
    static List<Column> named(List<Column> raw) {
        Set<String> taken = new HashSet<>();
        List<Column> out = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            Column column = raw.get(i);
            String wanted = slug(column.name());
            String id = wanted;
            for (int n = 2; !taken.add(id); n++) {
                id = wanted + "-" + n;
            }
            out.add(new Column(id, column.name(), column.type(), column.priority(), column.description()));
        }
        return out;
    }

    private static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() || RESERVED.contains(slug) ? slug + "-column" : slug;
    }

    public String cluster() {
        return cluster;
    }

    public List<Column> columns() {
        return columns;
    }

    /** Fields that selectors may name, in the order of {@link Row#field}. */
    List<String> fields() {
        return fields;
    }

    Packer packer() {
        return packer;
    }

    Ticker ticker(int column) {
        return tickers.get(column);
    }

    /** The column of that id, -1 when there is none. */
    public int index(String id) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** The column that says the object's age, -1 when there is none. */
    int age() {
        return age;
    }

    /** The column under the server's own name, -1 when there is none. */
    public int named(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    boolean alike(Header other) {
        return columns.equals(other.columns);
    }
}
