package dev.fresnel.uihost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForesightTest {
    private static final Map<String, String> GOES = Map.of("sec-fetch-dest", "document");

    private static final Principal ANN = new Principal("ann", "ann", Principal.Door.COOKIE, Optional.empty());
    private static final Principal BOB = new Principal("bob", "bob", Principal.Door.COOKIE, Optional.empty());

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final Foresight foresight = new Foresight(new Clusters() {
        @Override
        public List<ClusterInfo> list(Principal principal) {
            return List.of();
        }

        @Override
        public Optional<ClusterInfo> find(Principal principal, String id) {
            return Optional.empty();
        }

        @Override
        public Discovery discovery(Principal principal, String id) {
            asked.add(id);
            try {
                answer.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "DOWN", "It does not answer.");
        }

        @Override
        public AutoCloseable watch(Listener listener) {
            return () -> {};
        }
    });

    private void look(String path, Map<String, String> params, Map<String, String> headers, Principal who) {
        foresight.look(new Asking(path, params, headers, "", who));
    }

    private List<String> asked(int many) throws InterruptedException {
        var names = new ArrayList<String>();
        while (names.size() < many) {
            names.add(asked.poll(60, TimeUnit.SECONDS));
        }
        names.sort(null);
        return names;
    }

    @Test
    void asksTheClustersOfThePageOnceAtATime() throws InterruptedException {
        look("/c/one+two/pods", Map.of(), GOES, ANN);
        assertThat(asked(2)).containsExactly("one", "two");
        look("/c/one/pods", Map.of(), GOES, ANN);
        look("/p/map/map", Map.of("c", "one,three"), GOES, ANN);
        assertThat(asked(1)).containsExactly("three");
        look("/c/one", Map.of(), GOES, BOB);
        assertThat(asked(1)).as("somebody else").containsExactly("one");
        answer.countDown();
    }

    @Test
    void asksNothingForNobodyNorForWhatIsNoPageThatSomebodyGoesTo() throws InterruptedException {
        look("/c/one", Map.of(), GOES, Principal.NOBODY);
        look("/c/one", Map.of(), Map.of("sec-fetch-dest", "image"), ANN);
        look("/c/one", Map.of(), Map.of(), ANN);
        look("/", Map.of(), GOES, ANN);
        look("/c/last", Map.of(), GOES, ANN);
        assertThat(asked(1)).containsExactly("last");
        answer.countDown();
    }
}
