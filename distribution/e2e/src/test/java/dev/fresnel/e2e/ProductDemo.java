package dev.fresnel.e2e;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.TestbedFailure;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.DemoCluster;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testing.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The demo cluster of the assembled product as a cluster for tests; everybody may do everything there. */
public final class ProductDemo implements DemoCluster {
    @Override
    public Optional<String> missing() {
        if (!Files.isExecutable(Layout.desktop().start())) {
            return Optional.of("no product in " + Layout.desktop().home());
        }
        return Testbed.anyKubectl().isPresent() ? Optional.empty() : Optional.of("no kubectl on the PATH");
    }

    @Override
    public TestCluster start() {
        try {
            return new Running(Product.start("--demo"));
        } catch (AssertionError e) {
            throw new TestbedFailure("the product does not start: " + e.getMessage(), e);
        }
    }

    private record Running(Product product) implements TestCluster {
        @Override
        public Kind kind() {
            return Kind.DEMO;
        }

        @Override
        public String name() {
            return "the demo cluster at " + product.http().uri("/k8s/demo") + " (no real API server; everybody is an administrator there)";
        }

        @Override
        public Kubectl kubectl(User user) {
            return new Kubectl(Testbed.anyKubectl().orElseThrow(), file(user));
        }

        private Path file(User user) {
            try {
                return Files.writeString(product.home().resolve("kubeconfig-" + user.word()), """
                        {"apiVersion": "v1", "kind": "Config", "current-context": "demo",
                         "clusters": [{"name": "demo", "cluster": {"server": "%s"}}],
                         "users": [{"name": "%s", "user": {}}],
                         "contexts": [{"name": "demo", "context": {"cluster": "demo", "user": "%s"}}]}
                        """.formatted(product.http().uri("/k8s/demo"), user.word(), user.word()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            product.close();
        }
    }
}
