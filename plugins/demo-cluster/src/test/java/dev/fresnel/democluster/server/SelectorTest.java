package dev.fresnel.democluster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label selectors in both spellings. */
class SelectorTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front", "example.com/x", "1");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | true", "app=web | true", "app==web,tier=front | true", "app=web,tier=back | false", "app!=web | false", "none!=web | true",
        "app in (a, web) | true", "app in (a) | false", "app notin (a,b),tier in (front) | true", "none notin (a) | true", "example.com/x | true", "!none | true", "!app | false"})
    void text(String selector, boolean matches) {
        assertThat(Selector.labels(selector).test(LABELS)).isEqualTo(matches);
    }

    @Test
    void objects() {
        var selector = ServerBench.object("{'matchLabels':{'app':'web'},'matchExpressions':[{'key':'tier','operator':'In','values':['front','x']},{'key':'none','operator':'DoesNotExist'}]}");
        assertThat(Selector.of(selector).test(LABELS)).isTrue();
        assertThat(Selector.words(selector)).isEqualTo("!none,app=web,tier in (front,x)");
        assertThat(Selector.of(ServerBench.object("{'app':'other'}")).test(LABELS)).isFalse();
        assertThatThrownBy(() -> Selector.labels("a=b c=d")).isInstanceOf(ApiFailure.class);
    }
}
