package dev.fresnel.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.TestbedFailure;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterChoice.Candidate;
import dev.fresnel.testbed.junit.ClusterChoice.NoCluster;
import dev.fresnel.testbed.junit.TestCluster.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClusterChoiceTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void takesTheFirstThatCanBeHadAndSaysWhyNoneBeforeIt() throws Exception {
        TestCluster cluster = choose(false, missing(Kind.K3S, "no Docker engine"), there(Kind.TESTBED), there(Kind.DEMO));

        assertThat(cluster.kind()).isEqualTo(Kind.TESTBED);
        assertThat(said).containsExactly("CLUSTER TESTS RUN ON a TESTBED  (k3s: no Docker engine)");
    }

    @Test
    void fallsBackWhenOneDoesNotStart() throws Exception {
        Candidate broken = new Candidate(Kind.TESTBED, Optional::empty, () -> {
            throw new TestbedFailure("no free port");
        });

        assertThat(choose(false, broken, there(Kind.DEMO)).kind()).isEqualTo(Kind.DEMO);
        assertThat(said.getFirst()).contains("a DEMO", "testbed: did not start: no free port");
    }

    @Test
    void theDemoClusterIsNotRealEnoughWhenARealOneIsRequired() {
        assertThatThrownBy(() -> choose(true, missing(Kind.TESTBED, "Go is not installed"), there(Kind.DEMO)))
                .isInstanceOf(NoCluster.class).hasMessageContaining("testbed: Go is not installed").hasMessageContaining("FRESNEL_REQUIRE");
        assertThat(said).isEmpty();
    }

    private TestCluster choose(boolean realRequired, Candidate... candidates) throws NoCluster {
        return new ClusterChoice(List.of(candidates), realRequired, said::add).choose();
    }

    private static Candidate missing(Kind kind, String reason) {
        return new Candidate(kind, () -> Optional.of(reason), () -> {
            throw new AssertionError("started although missing");
        });
    }

    private static Candidate there(Kind kind) {
        return new Candidate(kind, Optional::empty, () -> new Named(kind));
    }

    private record Named(Kind kind) implements TestCluster {
        @Override
        public String name() {
            return "a " + kind;
        }

        @Override
        public Kubectl kubectl(User user) {
            return new Kubectl(Path.of("kubectl"), Path.of("none"));
        }

        @Override
        public void close() {
            // nothing runs
        }
    }
}
