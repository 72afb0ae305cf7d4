package dev.fresnel.live.store;

import dev.fresnel.api.resource.Health;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes rows for tests of what comes after the gate. */
public final class TestRows {
    private TestRows() {}

    public static Row labelled(Map<String, String> labels) {
        Row.Facts facts = new Row.Facts(header(0));
        facts.labels = labels.entrySet().stream().flatMap(one -> java.util.stream.Stream.of(one.getKey(), one.getValue())).toArray(String[]::new);
        return new Row(facts, Health.FINE);
    }

    public static Row of(String namespace, String name, String... cells) {
        Row.Facts facts = new Row.Facts(header(cells.length));
        facts.namespace = namespace;
        facts.name = name;
        facts.uid = namespace + "/" + name;
        List<String> all = new ArrayList<>(Arrays.asList(cells));
        all.addFirst(name);
        facts.cells = all.toArray(String[]::new);
        return new Row(facts, Health.FINE);
    }

    private static Header header(int cells) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("name", "Name", "string", 0, ""));
        for (int i = 0; i < cells; i++) {
            columns.add(new Column("c" + i, "C" + i, "string", 0, ""));
        }
        return new Header("test", columns, columns.stream().map(column -> Ticker.STILL).toList(), List.of(), new Packer(new Packer.Deflaters()));
    }
}
