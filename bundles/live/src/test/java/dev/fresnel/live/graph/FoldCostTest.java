package dev.fresnel.live.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.resource.State;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a picture of 20,000 pods costs, as CPU time of one thread: anew, and after a change. With {@code -Psoak} at that size, else small. */
class FoldCostTest {
    private static final int PODS = Boolean.getBoolean("fresnel.soak") ? 20_000 : 400;

    private final World world = new World();

    @AfterEach
    void end() {
        world.close();
    }

    private void pod(int number, State state) {
        int app = number / 10;
        world.put(Kind.POD, "team-" + app % 40, "app-" + app + "-" + number, "pod-" + number, state, Map.of("app", "app-" + app, "hash", "h" + app), List.of("set-" + app),
                "node-" + number % 500, ",\"secret\":\"s" + app % 3 + "\"");
    }

    private void load() {
        for (int node = 0; node < PODS / 40; node++) {
            world.put(Kind.NODE, "", "node-" + node, "node-" + node, State.OK, Map.of(), List.of(), "", "");
        }
        for (int app = 0; app < PODS / 10; app++) {
            String namespace = "team-" + app % 40;
            world.put(World.DEPLOYMENT, namespace, "app-" + app, "app-" + app, State.OK, Map.of(), List.of(), "", ",\"secret\":\"s" + app % 3 + "\"");
            world.put(World.REPLICA_SET, namespace, "app-" + app, "set-" + app, State.OK, Map.of(), List.of("app-" + app), "", "");
            world.put(World.SERVICE, namespace, "app-" + app, "service-" + app, State.OK, Map.of(), List.of(), "", ",\"app\":\"app-" + app + "\"");
            world.put(Kind.SECRET, namespace, "s" + app % 3, "secret-" + app % 40 + "-" + app % 3, State.OK, Map.of(), List.of(), "", "");
        }
        for (int i = 0; i < PODS; i++) {
            pod(i, i % 97 == 0 ? State.ERROR : State.OK);
        }
        while (!world.mesh.quiet()) {
            world.mesh.compute();
        }
    }

    /** Half of the measurements take less, in ms. */
    private static double median(int turns, IntConsumer work) {
        long[] took = new long[turns];
        for (int i = 0; i < turns; i++) {
            long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.accept(i);
            took[i] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from;
        }
        long[] warm = Arrays.copyOfRange(took, turns / 3, turns);
        Arrays.sort(warm);
        return warm[warm.length / 2] / 1e6;
    }

    @Test
    void aChangeCostsWhatItTouches() {
        load();
        for (String question : List.of("", ",\"auto\":true", ",\"auto\":true,\"pods\":true", ",\"group\":\"workload\",\"auto\":true", ",\"auto\":true,\"filter\":{\"problems\":true}")) {
            Wanted wanted = world.wanted(question);
            Folding folding = Folding.of(wanted);
            double anew = median(15, turn -> {
                Fold fresh = new Fold(world.mesh, folding);
                assertThat(Picture.of(world.mesh, true, fresh, wanted).info().pods()).isEqualTo(PODS);
                fresh.close();
            });
            Fold kept = new Fold(world.mesh, folding);
            Picture.of(world.mesh, true, kept, wanted);
            double changed = median(60, turn -> {
                pod(turn % PODS, turn % 2 == 0 ? State.ERROR : State.OK);
                world.mesh.compute();
                assertThat(Picture.of(world.mesh, true, kept, wanted).info().pods()).isEqualTo(PODS);
            });
            kept.close();
            System.out.printf("%,d pods %-55s anew %7.1f ms, after a change %6.2f ms%n", PODS, question, anew, changed);
            if ("1".equals(System.getenv("FRESNEL_BUDGETS"))) {
                assertThat(changed).as(question).isLessThan(100);
            }
        }
    }
}
