package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.testing.Rows;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "app=web|true", "app==web|true", "app = web|true", "app!=web|false", "app=api|false", "app|true", "none|false", "!none|true",
        "! app|false", "none!=x|true", "none notin (x)|true", "app in (api,web)|true", "app in ( api , web )|true", "app notin (web)|false",
        "tier in (a)|false", "example.com/part=front|true", "app=web,example.com/part=front|true", "app=web,!example.com/part|false",
        "cpu>3|true", "cpu<3|false", "cpu > 4|false", "app>3|false", "empty=|true", "app=|false", "app in (web,)|true", "''|true"
    })
    void theWholeGrammar(String selector, boolean matches) {
        var row = Rows.labelled(Map.of("app", "web", "example.com/part", "front", "cpu", "4", "empty", ""));
        assertThat(Labels.parse(selector).test(row)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=web", "app in web", "app in (web", "app is web", ",", "app=web,", "app=we b", "a b", "cpu>x", "app=(x)", "!", "a=-b-", "-a=b"})
    void whatCannotBeReadIsSaidWithItsPlace(String selector) {
        assertThatThrownBy(() -> Labels.parse(selector)).isInstanceOf(Problem.class).hasMessageContaining("position");
    }
}
