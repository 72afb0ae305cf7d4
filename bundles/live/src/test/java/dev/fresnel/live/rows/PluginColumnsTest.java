package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Field;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Column;
import dev.fresnel.api.resource.ColumnSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import dev.fresnel.live.testing.Bench;
import dev.fresnel.live.testing.Client;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Columns that plugins add to lists. */
class PluginColumnsTest {
    private static final String QOS = "plugin:plugin-0/qos";
    private final Bench bench = new Bench();
    private final Client client = new Client();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void end() {
        bench.close();
    }

    private final class Qos implements ColumnSource {
        private final String prefix;
        private final boolean wide;

        Qos(String prefix, boolean wide) {
            this.prefix = prefix;
            this.wide = wide;
        }

        @Override
        public Reads reads() {
            return Reads.of(Kind.POD, "/status/qosClass");
        }

        @Override
        public List<Column> columns() {
            return List.of(new Column("qos", "column.qos", Field.Type.TEXT, wide), new Column("size", "column.size", Field.Type.NUMBER, true));
        }

        @Override
        public List<String> cells(KubeObject pod, Lookup lookup) {
            calls.incrementAndGet();
            String qos = pod.text("/status/qosClass");
            if (qos.equals("Broken")) {
                throw new IllegalStateException("broken");
            }
            return List.of(prefix + qos, Integer.toString(qos.length()));
        }
    }

    private void pods() {
        pod("a", "Guaranteed");
        pod("b", "BestEffort");
        pod("c", "Burstable");
    }

    private void pod(String name, String qos) {
        bench.api.put("shop", name, Map.of(), "1/1", "Running", 0, "\"status\":{\"qosClass\":\"" + qos + "\"}");
    }

    private static String asked(String more) {
        return "{\"clusters\":[\"test\"],\"resource\":\"pods\"" + more + "}";
    }

    private List<String> cells(int column) {
        return client.rows().stream().map(row -> row.get("cells").items().get(column).text()).toList();
    }

    @Test
    void isOfferedAndShownWhenChosen() {
        pods();
        bench.board.serve(new Qos("", true));
        client.until("it is known", () -> !bench.live.columns().of("pods").isEmpty());
        bench.rows(Bench.ANN, client, asked(",\"columns\":[\"name\",\"" + QOS + "\"]"));
        client.until("its cells", () -> client.number("matched") == 3 && cells(1).equals(List.of("Guaranteed", "BestEffort", "Burstable")));
        assertThat(client.head().get("offers").items().stream().map(one -> one.get("id").text())).contains(QOS, "plugin:plugin-0/size");
        assertThat(client.head().get("columns").items().get(1).get("name").text()).isEqualTo("column.qos");
        int before = calls.get();
        pod("b", "Guaranteed");
        client.until("the change", () -> cells(1).equals(List.of("Guaranteed", "Guaranteed", "Burstable")));
        assertThat(calls.get() - before).as("computed once for each object and its state").isEqualTo(1);
    }

    @Test
    void oneThatIsNotWideIsThereUnasked() {
        pods();
        bench.board.serve(new Qos("", false));
        client.until("it is known", () -> !bench.live.columns().of("pods").isEmpty());
        bench.rows(Bench.ANN, client, asked(""));
        client.until("its cells", () -> client.number("matched") == 3 && client.head().get("columns").items().size() == 6 && cells(5).contains("BestEffort"));
    }

    @Test
    void sortsFiltersAndGroups() {
        pods();
        bench.board.serve(new Qos("", true));
        client.until("it is known", () -> !bench.live.columns().of("pods").isEmpty());
        RowsChannel channel = bench.rows(Bench.ANN, client, asked(",\"columns\":[\"name\",\"" + QOS + "\"],\"sort\":\"" + QOS + "\",\"group\":\"" + QOS + "\""));
        client.until("in its order", () -> client.names().equals(List.of("b", "c", "a")) && client.last().get("groups").items().size() == 3);
        channel.update(bench.api.json.parse(asked(",\"columns\":[\"name\",\"" + QOS + "\"],\"sort\":\"-plugin:plugin-0/size\"").getBytes()));
        client.until("by the other", () -> client.names().equals(List.of("a", "b", "c")));
        channel.update(bench.api.json.parse(asked(",\"columns\":[\"name\",\"" + QOS + "\"],\"filter\":{\"text\":\"effort\"}").getBytes()));
        client.until("found by its text", () -> client.names().equals(List.of("b")));
    }

    @Test
    void anotherBuildComputesAnewAndNoneLeavesItEmpty() {
        pods();
        bench.board.serve(new Qos("", true));
        client.until("it is known", () -> !bench.live.columns().of("pods").isEmpty());
        bench.rows(Bench.ANN, client, asked(",\"columns\":[\"name\",\"" + QOS + "\"]"));
        client.until("its cells", () -> client.number("matched") == 3 && cells(1).contains("Burstable"));
        bench.board.serve(new Qos("new ", true));
        client.until("of the new build", () -> cells(1).contains("new Burstable") && !cells(1).contains("Burstable"));
        bench.board.serve();
        client.until("empty", () -> cells(1).equals(List.of("", "", "")));
        assertThat(client.end()).isEmpty();
    }

    @Test
    void oneObjectThatItFailsForCostsTheOthersNothing() {
        pods();
        pod("d", "Broken");
        bench.board.serve(new Qos("", true));
        client.until("it is known", () -> !bench.live.columns().of("pods").isEmpty());
        bench.rows(Bench.ANN, client, asked(",\"columns\":[\"name\",\"" + QOS + "\"]"));
        client.until("the others", () -> client.number("matched") == 4 && cells(1).equals(List.of("Guaranteed", "BestEffort", "Burstable", "")));
    }
}
