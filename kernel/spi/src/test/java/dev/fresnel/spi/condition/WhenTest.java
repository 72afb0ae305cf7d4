package dev.fresnel.spi.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {
    private static boolean holds(When.Term term) {
        return switch (term) {
            case When.Served served -> served.kind().equals("Pod") || served.group().equals("karpenter.sh") && served.versions().contains("v1");
            case When.Can can -> can.equals(new When.Can("list", "pods"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "kind:Pod", "kind:karpenter.sh/NodePool@v1beta1|v1", "can:list:pods && kind:Pod", "!kind:Node", "kind:Node || can:list:pods",
        "!(kind:Node && kind:Pod)", "kind:Pod&&(kind:Node||can:list:pods)"})
    void holdsWhenItsTermsDo(String text) {
        assertThat(When.parse(text).test(WhenTest::holds)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind:Node", "!can:list:pods", "kind:Pod && kind:Node || can:delete:pods", "kind:karpenter.sh/NodePool@v2"})
    void failsWhenItsTermsDo(String text) {
        assertThat(When.parse(text).test(WhenTest::holds)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"moon:full", "kind:", "can:list", "kind:Pod &&", "(kind:Pod", "kind:Pod kind:Pod", "&&", "kind:pod", "can:list:Pods", "kind:Pod | kind:Node"})
    void whatCannotBeReadIsSaidToBeSo(String text) {
        assertThatThrownBy(() -> When.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("character");
    }

    @Test
    void tellsItsTerms() {
        assertThat(When.parse("kind:apps/Deployment@v1 && !(can:list:pods || can:patch:deployments.apps/scale)").terms())
                .isEqualTo(List.of(new When.Served("apps", "Deployment", List.of("v1")), new When.Can("list", "pods"), new When.Can("patch", "deployments.apps/scale")));
    }
}
