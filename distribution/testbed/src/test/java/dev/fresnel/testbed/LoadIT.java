package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = TestbedThere.CONDITION, disabledReason = TestbedThere.REASON)
final class LoadIT {
    @Test
    void aBareClusterKeepsThePodsAsTheyWereWritten(@TempDir Path folder) {
        Testbed testbed = Testbed.at(folder.resolve("bare"));
        try {
            testbed.up(Wish.usual().asBare().from(18_743));
            PodLoad.Size size = new PodLoad.Size(200, 5, 3, 20, 1);

            assertThat(testbed.load(size)).startsWith("200 pods created, 0 were there, 5 namespaces, 3 nodes, 20 workloads");
            assertThat(testbed.load(size)).as("the same ones again").startsWith("0 pods created, 200 were there");

            Kubectl viewer = testbed.kubectl(User.VIEWER);
            assertThat(viewer.out("get", "pods", "-A", "--no-headers").lines()).hasSize(200);
            assertThat(viewer.out("get", "pods", "-A", "-o", "jsonpath={.items[*].metadata.managedFields[*].manager}", "--show-managed-fields"))
                    .contains("kube-controller-manager", "kubelet");
            assertThat(viewer.out("get", "deployments,services", "-A", "--no-headers").lines().filter(line -> line.contains("/"))).hasSize(41);
            String owners = viewer.out("get", "pods", "-A", "-o", "jsonpath={.items[*].metadata.ownerReferences[*].uid}");
            assertThat(viewer.out("get", "replicasets", "-A", "-o", "jsonpath={.items[*].metadata.uid}").split(" ")).contains(owners.split(" "));
        } finally {
            testbed.down(true);
        }
    }

    @Test
    void aClusterThatLivesIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> Testbed.at(folder).load(PodLoad.Size.usual())).isInstanceOf(TestbedFailure.class).hasMessageContaining("--bare");
    }
}
