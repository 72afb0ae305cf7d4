package dev.fresnel.testbed.junit;

import dev.fresnel.testbed.TestbedFailure;
import dev.fresnel.testbed.junit.TestCluster.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Picks the first cluster that can be had: k3s where Docker is, else the testbed where Go is, else the demo cluster. It
 * says on standard output which one it is and why none before it. Settings:
 * <ul>
 * <li>system property {@code fresnel.cluster}: a comma list of {@code k3s}, {@code testbed}, {@code demo}; nothing else is tried
 * <li>environment {@code FRESNEL_REQUIRE} with {@code real-cluster} in its comma list: the demo cluster does not count
 * </ul>
 */
public final class ClusterChoice {
    private final List<Candidate> candidates;
    private final boolean realRequired;
    private final Consumer<String> say;

    ClusterChoice(List<Candidate> candidates, boolean realRequired, Consumer<String> say) {
        this.candidates = List.copyOf(candidates);
        this.realRequired = realRequired;
        this.say = say;
    }

    /** The choice among what this machine has, by the settings above. */
    public static ClusterChoice standard() {
        Set<String> allowed = words(System.getProperty("fresnel.cluster", ""));
        List<Candidate> all = new ArrayList<>(List.of(
                new Candidate(Kind.K3S, K3sCluster::missing, K3sCluster::start),
                new Candidate(Kind.TESTBED, SharedTestbed::missing, SharedTestbed::join)));
        Optional<DemoCluster> demo = ServiceLoader.load(DemoCluster.class).findFirst();
        all.add(new Candidate(Kind.DEMO, () -> demo.map(DemoCluster::missing).orElse(Optional.of("this module cannot run it")),
                () -> demo.orElseThrow().start()));
        List<Candidate> tried = all.stream().filter(candidate -> allowed.isEmpty() || allowed.contains(word(candidate.kind()))).toList();
        return new ClusterChoice(tried, realRequired() && !allowed.equals(Set.of(word(Kind.DEMO))), System.out::println);
    }

    static boolean realRequired() {
        return words(Optional.ofNullable(System.getenv("FRESNEL_REQUIRE")).orElse("")).contains("real-cluster");
    }

    /** Starts the first candidate that can be started. */
    public TestCluster choose() throws NoCluster {
        List<String> reasons = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (realRequired && !candidate.kind().real()) {
                reasons.add(word(candidate.kind()) + ": FRESNEL_REQUIRE asks for a real cluster");
                continue;
            }
            Optional<String> reason = candidate.missing().get();
            if (reason.isEmpty()) {
                try {
                    TestCluster cluster = candidate.start().get();
                    say.accept("CLUSTER TESTS RUN ON " + cluster.name() + (reasons.isEmpty() ? "" : "  (" + String.join("; ", reasons) + ")"));
                    return cluster;
                } catch (TestbedFailure e) {
                    reason = Optional.of("did not start: " + e.getMessage());
                }
            }
            reasons.add(word(candidate.kind()) + ": " + reason.get());
        }
        throw new NoCluster("no cluster for cluster tests: " + String.join("; ", reasons));
    }

    private static Set<String> words(String commaList) {
        return Set.copyOf(List.of(commaList.split("\\s*,\\s*")).stream().map(String::strip).filter(word -> !word.isEmpty()).toList());
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A way to get a cluster.
     *
     * @param missing why it cannot be had; empty when it can
     */
    record Candidate(Kind kind, Supplier<Optional<String>> missing, Supplier<TestCluster> start) {
    }

    /** No candidate could be started; the message names the reason of each. */
    public static final class NoCluster extends Exception {
        private static final long serialVersionUID = 1L;

        NoCluster(String message) {
            super(message);
        }
    }
}
