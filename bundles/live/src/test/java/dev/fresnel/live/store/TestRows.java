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

    /** Pods in list order, with the cells, labels and objects that pods have. */
    public static List<Row> pods(int count) throws InterruptedException {
        Packer packer = new Packer(new Packer.Deflaters());
        List<Column> columns = new ArrayList<>();
        for (String name : List.of("Name", "Ready", "Status", "Restarts", "Age", "IP", "Node")) {
            columns.add(new Column(name.toLowerCase(java.util.Locale.ROOT), name, "string", name.equals("IP") || name.equals("Node") ? 1 : 0, ""));
        }
        Header header = new Header("test", columns, columns.stream().map(column -> Ticker.STILL).toList(), FieldIndex.of("pods"), packer);
        java.util.Random random = new java.util.Random(7);
        String[] states = {"Running", "Running", "Running", "Running", "Pending", "CrashLoopBackOff", "Completed"};
        List<Row> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Row.Facts facts = new Row.Facts(header);
            int app = random.nextInt(count / 20 + 1);
            facts.namespace = "team-" + i * 100 / count / 10 + i * 100 / count % 10;
            facts.name = "app-" + app + "-" + Integer.toHexString(random.nextInt()) + "-" + Integer.toString(random.nextInt(60_000_000), 36);
            facts.uid = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            facts.created = 1_700_000_000_000L + random.nextInt(1_000_000_000);
            String state = states[random.nextInt(states.length)];
            facts.cells = new String[] {facts.name, random.nextInt(3) + "/3", state, Integer.toString(random.nextInt(30)), "",
                "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256), "node-" + random.nextInt(500)};
            facts.labels = new String[] {"app", "app-" + app, "pod-template-hash", Integer.toHexString(random.nextInt()), "tier", "t" + random.nextInt(4)};
            facts.fields = new String[] {facts.cells[6], state, facts.cells[5], "default"};
            String container = "{\"name\":\"app\",\"image\":\"registry.example.com/app-" + app + ":1." + random.nextInt(9) + "\",\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}},\"env\":[" + "{\"name\":\"SETTING\",\"value\":\"some value\"},".repeat(30) + "{\"name\":\"X\"}]}";
            byte[] object = ("{\"metadata\":{\"name\":\"" + facts.name + "\",\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"app-" + app + "-abc\",\"controller\":true}]},\"spec\":{\"nodeName\":\""
                    + facts.cells[6] + "\",\"containers\":[" + container + "]},\"status\":{\"phase\":\"" + state + "\"}}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            facts.packed = packer.pack(object, object.length);
            rows.add(new Row(facts, state.equals("Running") ? Health.FINE : Health.of(state.equals("Pending") ? dev.fresnel.api.resource.State.WAITING : dev.fresnel.api.resource.State.ERROR)));
        }
        rows.sort(Row.LISTED);
        return rows;
    }

    /** Makes rows of any kind that have objects behind them. */
    public static final class Objects {
        private final Packer packer = new Packer(new Packer.Deflaters());
        private final Header header = new Header("test", List.of(new Column("name", "Name", "string", 0, ""), new Column("status", "Status", "string", 0, ""), new Column("desired", "Desired", "string", 0, "")),
                List.of(Ticker.STILL, Ticker.STILL, Ticker.STILL), FieldIndex.of("pods"), packer);

        /**
         * @param owners uids
         * @param desired the cell of that name
         * @param body more of its JSON: {@code "spec":{…}}
         */
        public Row row(String namespace, String name, String uid, Health health, Map<String, String> labels, List<String> owners, String node, String desired, String body) {
            Row.Facts facts = new Row.Facts(header);
            facts.namespace = namespace;
            facts.name = name;
            facts.uid = uid;
            facts.cells = new String[] {name, health.state().word(), desired};
            facts.labels = labels.entrySet().stream().flatMap(one -> java.util.stream.Stream.of(one.getKey(), one.getValue())).toArray(String[]::new);
            facts.owners = owners.toArray(String[]::new);
            facts.fields = new String[] {node, "", "", ""};
            String references = String.join(",", owners.stream().map(owner -> "{\"apiVersion\":\"v1\",\"kind\":\"X\",\"name\":\"x\",\"uid\":\"" + owner + "\",\"controller\":true}").toList());
            byte[] object = ("{\"metadata\":{\"name\":\"" + name + "\",\"ownerReferences\":[" + references + "]}" + (body.isEmpty() ? "" : "," + body) + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            try {
                facts.packed = packer.pack(object, object.length);
            } catch (InterruptedException ended) {
                throw new IllegalStateException(ended);
            }
            return new Row(facts, health);
        }
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
