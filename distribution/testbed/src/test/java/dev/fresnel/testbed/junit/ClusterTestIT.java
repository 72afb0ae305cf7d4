package dev.fresnel.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.testbed.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a cluster test in another module looks like; it runs on whatever cluster there is. */
@ClusterTest
final class ClusterTestIT {
    private static final List<String> NAMESPACES = new ArrayList<>();

    private final TestCluster shared;

    ClusterTestIT(TestCluster shared) {
        this.shared = shared;
    }

    @AfterAll
    static void namespacesWentWithTheirTests(TestCluster cluster) {
        assertThat(NAMESPACES).hasSize(3)
                .noneMatch(name -> cluster.kubectl(User.ADMIN).run("get", "namespace", name, "-o", "jsonpath={.status.phase}").out().equals("Active"));
    }

    @Test
    void everyTestGetsTheSameClusterAndANamespaceOfItsOwn(TestCluster cluster, TestNamespace one, TestNamespace other) {
        assertThat(cluster).isSameAs(shared);
        assertThat(one.name()).isNotEqualTo(other.name());
        NAMESPACES.addAll(List.of(one.name(), other.name()));

        one.kubectl("create", "configmap", "note", "--from-literal=a=b");

        assertThat(one.kubectl("get", "configmap", "note", "-o", "jsonpath={.data.a}")).isEqualTo("b");
        assertThat(cluster.kubectl(User.ADMIN).run("-n", other.name(), "get", "configmap", "note").ok()).isFalse();
    }

    @Test
    void usersHaveTheirRights(TestNamespace own) {
        NAMESPACES.add(own.name());
        assertThat(shared.kubectl(User.VIEWER).run("auth", "can-i", "list", "pods", "-n", own.name()).out().strip()).isEqualTo("yes");
        assertThat(shared.kubectl(User.VIEWER).run("auth", "can-i", "get", "secrets", "-n", own.name()).out().strip()).isEqualTo("no");
        assertThat(shared.kubectl(User.NOBODY).run("auth", "can-i", "list", "pods", "-n", own.name()).out().strip()).isEqualTo("no");
        assertThat(shared.kubectl(User.DEV).run("auth", "can-i", "create", "deployments", "-n", "dev").out().strip()).isEqualTo("yes");
        assertThat(shared.kubeconfig(User.DEV)).content().contains("127.0.0.1");
    }
}
