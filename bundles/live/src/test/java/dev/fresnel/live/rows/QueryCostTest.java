package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.live.column.Extracts;
import dev.fresnel.live.column.Figures.Sight;
import dev.fresnel.live.search.HuntCost;
import dev.fresnel.live.store.Change;
import dev.fresnel.live.store.Extract;
import dev.fresnel.live.store.Row;
import dev.fresnel.live.store.TestRows;
import dev.fresnel.switchboard.BundleCodec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What queries over 50,000 rows cost, as CPU time of one thread; held to the budgets where those count (FRESNEL_BUDGETS=1). */
class QueryCostTest {
    private static final int COUNT = 50_000;
    private final BundleCodec json = new BundleCodec();
    private final Extracts extracts = new Extracts();
    private final Map<String, Long> micros = new LinkedHashMap<>();

    private Params params(String more) {
        return Params.parse(json.parse(("{\"clusters\":[\"test\"],\"resource\":\"pods\"" + more + "}").getBytes()), extracts);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Best of the last: what a warm server does. */
    private void measure(String what, Runnable work) {
        long[] took = new long[9];
        for (int i = 0; i < took.length; i++) {
            long from = cpu();
            work.run();
            took[i] = (cpu() - from) / 1000;
        }
        long[] warm = Arrays.copyOfRange(took, 3, took.length);
        Arrays.sort(warm);
        micros.put(what, warm[warm.length / 2]);
    }

    private static Kept filled(Params params, List<Row> rows, int offset) {
        Kept kept = new Kept(params.filter(), params.ordering(), params.group());
        kept.fill(rows, true, Sight.NONE);
        assertThat(kept.window(offset, 60)).isNotNull();
        return kept;
    }

    @Test
    void queriesOverManyRows() throws InterruptedException {
        List<Row> rows = TestRows.pods(COUNT);
        for (String sort : List.of("namespace,name", "name", "-restarts", "status,name", "node,name", "age", "label:app", "state,name")) {
            Params params = params(",\"sort\":\"" + sort + "\"");
            measure("first window by " + sort, () -> filled(params, rows, 0));
            measure("window in the middle by " + sort, () -> filled(params, rows, COUNT / 2));
            Kept warm = filled(params, rows, COUNT / 2);
            measure("the same, order kept, by " + sort, () -> warm.window(COUNT / 2 - 77, 60));
        }
        for (String filter : List.of("\"text\":\"crash\"", "\"text\":\"app-12 team\"", "\"text\":\"/crash|pend(ing)?$/\"", "\"name\":\"ap12\"",
                "\"labels\":\"tier in (t1,t2)\"", "\"fields\":\"status.phase=Pending\"")) {
            Params params = params(",\"sort\":\"-restarts\",\"filter\":{" + filter + "}");
            measure("filter " + filter, () -> filled(params, rows, 0));
        }
        Params grouped = params(",\"group\":\"node\"");
        measure("groups by node", () -> filled(grouped, rows, 0).groups().counted());
        changes(rows);
        extraction(rows);
        search(rows);
        micros.forEach((what, took) -> System.out.printf("%-60s %8.2f ms%n", what, took / 1000.0));
        if ("1".equals(System.getenv("FRESNEL_BUDGETS"))) {
            micros.forEach((what, took) -> assertThat(took).as(what).isLessThan(what.startsWith("the same") ? 30_000 : 100_000));
        }
    }

    private void changes(List<Row> rows) {
        Params params = params(",\"sort\":\"-restarts,name\"");
        Kept kept = filled(params, rows, COUNT / 2);
        Random random = new Random(3);
        measure("100 changes repair a kept order", () -> {
            for (int i = 0; i < 100; i++) {
                Row row = rows.get(random.nextInt(COUNT));
                assertThat(kept.apply(new Change(row, null))).isTrue();
                assertThat(kept.apply(new Change(null, row))).isTrue();
            }
        });
        assertThat(kept.window(0, COUNT)).isEqualTo(List.of(params.ordering().sort(rows, true, Sight.NONE)));
    }

    private void extraction(List<Row> rows) {
        int[] next = {0};
        measure("1,000 objects read for a new field", () -> {
            List<Extract> fresh = params(",\"filter\":{\"fields\":\".spec.containers[" + next[0]++ + "].image=x\"}").needed();
            rows.subList(0, 1000).forEach(row -> row.extract(fresh, json));
        });
    }

    private void search(List<Row> rows) {
        for (String q : List.of("app-12", "crash", "team-07 app", "app=app-77", "zzz")) {
            measure("search " + q, () -> HuntCost.hunt(q, rows));
        }
    }
}
