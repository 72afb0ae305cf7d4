package dev.fresnel.testbed.junit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a {@link TestCluster} or a {@link TestNamespace} to tests; one cluster serves the whole run. */
public final class ClusterExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace SPACE = Namespace.create(ClusterExtension.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Skips the class when there is no cluster, unless a real one is required: then its tests fail. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Answer answer = Answer.of(context);
        return answer.found().isPresent() || ClusterChoice.realRequired() ? ConditionEvaluationResult.enabled(answer.reason())
                : ConditionEvaluationResult.disabled(answer.reason());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestCluster.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = cluster(context);
        if (parameter.getParameter().getType() == TestCluster.class) {
            return cluster;
        }
        TestNamespace namespace = new TestNamespace(cluster);
        // the store of this test or class closes it
        context.getStore(SPACE).put("namespace-" + NUMBER.incrementAndGet(), namespace);
        return namespace;
    }

    /** The cluster of this run, for other extensions; started at the first question. */
    public static TestCluster cluster(ExtensionContext context) {
        Answer answer = Answer.of(context);
        return answer.found().orElseThrow(() -> new AssertionError(answer.reason()));
    }

    /** The choice is made once; when it failed, it failed for every test with the same reason. */
    private record Answer(Optional<TestCluster> found, String reason) implements AutoCloseable {
        static Answer of(ExtensionContext context) {
            return context.getRoot().getStore(SPACE).getOrComputeIfAbsent("cluster", key -> find(), Answer.class);
        }

        private static Answer find() {
            try {
                TestCluster cluster = ClusterChoice.standard().choose();
                return new Answer(Optional.of(cluster), cluster.name());
            } catch (ClusterChoice.NoCluster e) {
                return new Answer(Optional.empty(), e.getMessage());
            }
        }

        @Override
        public void close() {
            found.ifPresent(TestCluster::close);
        }
    }
}
