package dev.fresnel.testbed.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fresnel.testbed.User;
import org.junit.jupiter.api.Test;

final class K3sClusterIT {
    @Test
    void usersHaveTheRightsOfTheTestbed() {
        assumeTrue(K3sCluster.missing().isEmpty(), () -> "k3s: " + K3sCluster.missing().orElseThrow());
        try (TestCluster cluster = K3sCluster.start()) {
            assertThat(cluster.kubectl(User.ADMIN).out("auth", "can-i", "delete", "nodes").strip()).isEqualTo("yes");
            assertThat(cluster.kubectl(User.DEV).out("auth", "can-i", "create", "pods", "-n", "dev").strip()).isEqualTo("yes");
            assertThat(cluster.kubectl(User.VIEWER).run("auth", "can-i", "get", "secrets").out().strip()).isEqualTo("no");
            assertThat(cluster.kubectl(User.NOBODY).run("auth", "can-i", "list", "pods").out().strip()).isEqualTo("no");
        }
    }
}
