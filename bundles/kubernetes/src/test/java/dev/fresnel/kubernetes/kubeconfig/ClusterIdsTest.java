package dev.fresnel.kubernetes.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClusterIdsTest {
    private static Map<String, String> ids(String... names) {
        return ClusterIds.assign(List.of(names), Set.of("demo"));
    }

    @Test
    void namesBecomeLowerCaseWithDashes() {
        assertThat(ids("Prod_EU/1", "arn:aws:eks:eu-1:12:cluster/x", "kind-a.b"))
                .containsEntry("Prod_EU/1", "prod-eu-1")
                .containsEntry("arn:aws:eks:eu-1:12:cluster/x", "arn-aws-eks-eu-1-12-cluster-x")
                .containsEntry("kind-a.b", "kind-a.b");
    }

    @Test
    void clashIsSettledByHashWhateverTheOrder() {
        Map<String, String> one = ids("Prod", "prod", "PROD");
        Map<String, String> other = ids("PROD", "Prod", "prod");

        assertThat(one).isEqualTo(other).containsEntry("prod", "prod");
        assertThat(one.get("Prod")).matches("prod-[0-9a-f]{4}").isNotEqualTo(one.get("PROD"));
        assertThat(one.get("PROD")).matches("prod-[0-9a-f]{4}");
    }

    @Test
    void nobodyIsCalledDemo() {
        assertThat(ids("demo").get("demo")).matches("demo-[0-9a-f]{4}");
        assertThat(ids("DEMO").get("DEMO")).matches("demo-[0-9a-f]{4}");
    }

    @Test
    void longNamesAreCutAndStayApart() {
        String a = "x".repeat(70) + "a";
        String b = "x".repeat(70) + "b";
        assertThat(ids(a).get(a)).hasSize(63);
        assertThat(ids(a, b).values()).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).hasSize(63));
    }

    @Test
    void noIdVanishesFromAPath() {
        assertThat(ids("..", ".", "日本")).doesNotContainValue("..").doesNotContainValue(".");
        assertThat(ids("..").get("..")).isEqualTo("context---");
    }
}
