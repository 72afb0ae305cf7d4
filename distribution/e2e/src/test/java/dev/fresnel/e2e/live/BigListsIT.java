package dev.fresnel.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.e2e.live.LiveClient.Channel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Check 32: 50,000 pods and 100 MB of ConfigMaps, in the heap that the product has by itself (256 MB, half of what the check allows). In
 * short with fewer of them and less room for rows, so that the ConfigMaps do not fit either.
 */
class BigListsIT {
    private static final boolean SOAK = Boolean.getBoolean("fresnel.soak");
    private static final boolean BUDGETS = "1".equals(System.getenv("FRESNEL_BUDGETS"));
    private static final int PODS = SOAK ? 50_000 : 5_000;
    private static final int MAPS = SOAK ? 100 : 40;
    private static final int MAP_BYTES = 1_000_000;

    /** MB that rows may take: fewer than the ConfigMaps are. */
    private static final String ROOM = SOAK ? "80" : "20";

    @Test
    void firstRowsComeSoonAndAllFits(@TempDir Path folder) throws Exception {
        try (Bulk cluster = new Bulk(PODS, MAPS, MAP_BYTES);
                Product product = Product.start(cluster.kubeconfig(folder.resolve("kubeconfig")), "--live-memory", ROOM);
                LiveClient client = new LiveClient(product.live())) {
            String id = new ObjectMapper().readTree(product.get("/api/v1/clusters").body()).at("/clusters/0/id").asText();
            String question = "{\"clusters\":[\"" + id + "\"],\"resource\":\"%s\",\"window\":{\"offset\":0,\"limit\":60}}";
            long began = System.nanoTime();
            Channel pods = client.open("rows", question.formatted("pods")).until("rows", one -> !one.rows().isEmpty(), Duration.ofSeconds(120));
            long first = (System.nanoTime() - began) / 1_000_000;
            Channel maps = client.open("rows", question.formatted("configmaps"));
            pods.until("all pods", one -> one.last().path("total").asInt() == PODS, Duration.ofSeconds(240));
            long all = (System.nanoTime() - began) / 1_000_000;
            maps.until("ConfigMaps", one -> one.rows().size() >= Math.min(MAPS, 40), Duration.ofSeconds(240));
            System.out.printf("BIG LISTS first rows after %d ms, %d pods after %d ms, ConfigMaps of %d MB: %s%n", first, PODS, all, (long) MAPS * MAP_BYTES / 1_000_000, maps.last().path("coverage"));
            if (BUDGETS) {
                assertThat(first).as("ms until the first rows").isLessThan(2_000);
            }
            assertThat(pods.rows()).hasSize(60);
            pods.update(question.formatted("pods").replace("\"offset\":0", "\"offset\":" + (PODS - 60)));
            pods.until("the last pods", one -> one.rows().size() == 60 && one.rows().getLast().path("n").asText().equals("pod-%05d".formatted(PODS - 1)), Duration.ofSeconds(120));
            assertThat(product.get("/readyz").statusCode()).as("it lives: " + product.log()).isEqualTo(200);
            assertThat(product.log()).doesNotContain("OutOfMemory");
        }
    }
}
