package dev.fresnel.testbed.junit;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Gives a {@link TestCluster} or a {@link TestNamespace} to tests; one cluster serves the whole run. */
public final class ClusterExtension implements ParameterResolver {
    private static final Namespace SPACE = Namespace.create(ClusterExtension.class);
    private static final AtomicInteger NUMBER = new AtomicInteger();

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

    /** The cluster of this run, started at the first question. */
    public static TestCluster cluster(ExtensionContext context) {
        Store run = context.getRoot().getStore(SPACE);
        Answer answer = run.getOrComputeIfAbsent("cluster", key -> Answer.find(), Answer.class);
        return answer.cluster();
    }

    /** The choice is made once; when it failed it fails for every test with the same reason. */
    private record Answer(Optional<TestCluster> found, String reason) implements AutoCloseable {
        static Answer find() {
            try {
                return new Answer(Optional.of(ClusterChoice.standard().choose()), "");
            } catch (ClusterChoice.NoCluster e) {
                return new Answer(Optional.empty(), e.getMessage());
            }
        }

        TestCluster cluster() {
            if (found.isEmpty() && ClusterChoice.realRequired()) {
                throw new AssertionError(reason);
            }
            return found.orElseThrow(() -> new TestAbortedException(reason));
        }

        @Override
        public void close() {
            found.ifPresent(TestCluster::close);
        }
    }
}
