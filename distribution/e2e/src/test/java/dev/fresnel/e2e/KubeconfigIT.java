package dev.fresnel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testbed.Kubectl;
import dev.fresnel.testbed.Testbed;
import dev.fresnel.testbed.User;
import dev.fresnel.testbed.junit.ClusterTest;
import dev.fresnel.testbed.junit.TestCluster;
import dev.fresnel.testbed.junit.TestNamespace;
import dev.fresnel.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/fresnel kubeconfig}: kubectl reaches each context of a desktop over TLS with a token of ours, and with nothing less. */
@ClusterTest
class KubeconfigIT {
    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static TestNamespace own;
    private static Contexts contexts;
    private static Product product;

    @BeforeAll
    static void start(TestCluster given, TestNamespace namespace) throws IOException {
        cluster = given;
        own = namespace;
        own.kubectl("create", "configmap", "plain", "--from-literal=a=b");
        contexts = new Contexts(given);
        product = Product.startWithKey("--kubeconfig", contexts.write(folder.resolve("kubeconfig")).toString());
        product.awaitCommands();
    }

    @AfterAll
    static void stop() {
        contexts.close();
        product.close();
    }

    private static Path printed(String... cluster) throws IOException {
        var words = new java.util.ArrayList<>(List.of("kubeconfig"));
        words.addAll(List.of(cluster));
        words.addAll(List.of("--data-dir", product.home().resolve("data").toString()));
        var ended = Product.run(product.home(), List.of(), words.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isZero();
        return Files.writeString(Files.createTempFile(folder, "printed", ""), ended.out());
    }

    private static Kubectl kubectl(Path kubeconfig) {
        return new Kubectl(Testbed.anyKubectl().orElseThrow(), kubeconfig);
    }

    @Test
    void kubectlWorksThroughItAsTheContextsOwnUser() throws IOException {
        var admin = kubectl(printed("admin"));
        assertThat(admin.out("get", "configmap", "plain", "-n", own.name(), "-o", "jsonpath={.data.a}")).isEqualTo("b");
        assertThat(admin.out("config", "current-context").strip()).isEqualTo("fresnel-admin");
        admin.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: through, namespace: %s}}".formatted(own.name()));
        assertThat(cluster.kubectl(User.ADMIN).out("get", "configmap", "through", "-n", own.name(), "-o", "name")).contains("through");
        if (cluster.kind().real()) {
            var viewer = kubectl(printed("viewer")).run("get", "secrets", "-n", own.name());
            assertThat(viewer.ok()).isFalse();
            assertThat(viewer.err()).contains("Forbidden");
        }
    }

    @Test
    void allContextsStandInOneFileWhenNoneIsNamed() throws IOException {
        var all = kubectl(printed());
        assertThat(all.out("config", "get-contexts", "-o", "name").lines()).contains("fresnel-admin", "fresnel-viewer", "fresnel-dev");
        assertThat(all.out("--context", "fresnel-admin", "get", "ns", own.name(), "-o", "name")).contains(own.name());
    }

    @Test
    void withoutItsTokenNothingIsAnswered() throws IOException {
        assertThat(product.http().get("/k8s/admin/api").statusCode()).isEqualTo(401);
        var plain = kubectl(printed("admin")).run("--server", product.http().uri("/k8s/admin").toString(), "get", "ns");
        assertThat(plain.ok()).as("kubectl sends no token over plain HTTP").isFalse();
        var wrong = kubectl(printed("admin")).run("--token", "fresnel:wrong", "get", "ns");
        assertThat(wrong.ok()).isFalse();
        assertThat(wrong.err()).containsAnyOf("Unauthorized", "must be logged in");
    }

    @Test
    void revokedTokensOpenNothing() throws IOException {
        var file = printed("admin");
        assertThat(kubectl(file).run("get", "ns").ok()).isTrue();
        var command = TestHttp.parse(Files.readString(product.home().resolve("data/server.json"))).path("token").asText();
        assertThat(product.http().send("DELETE", "/auth/kubeconfig", "", "Authorization", "Bearer " + command).statusCode()).isEqualTo(204);
        assertThat(kubectl(file).run("get", "ns").ok()).isFalse();
        assertThat(kubectl(printed("admin")).run("get", "ns").ok()).isTrue();
    }

    /** The printed certificate authority proves the server: another's is refused. */
    @Test
    void theServerProvesItself() throws IOException {
        var text = Files.readString(printed("admin"));
        var other = Files.writeString(folder.resolve("other"), text.replaceAll("certificate-authority-data: \\S+", ""));
        var outcome = kubectl(other).run("get", "ns");
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.err()).contains("certificate");
        assertThat(text).contains("https://127.0.0.1:");
    }
}
