package dev.fresnel.api.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantityTest {
    private static Quantity of(String text) {
        return Quantity.parse(text).orElseThrow(() -> new AssertionError(text));
    }

    @Test
    void amountsAreExactWhateverTheirUnit() {
        assertThat(of("100m")).isEqualTo(of("0.1")).isEqualTo(of("1e-1"));
        assertThat(of("2Gi").value()).isEqualTo(2147483648L);
        assertThat(of("1500m").milli()).isEqualTo(1500);
        assertThat(of("1500m").value()).isEqualTo(2);
        assertThat(of("1E")).isEqualTo(of("1e18"));
        assertThat(of("1.5Gi").plus(of("512Mi"))).isEqualTo(of("2Gi"));
        assertThat(of("100k")).isLessThan(of("100Ki"));
        assertThat(of("-5").minus(of("5n")).exact().toPlainString()).isEqualTo("-5.000000005");
        assertThat(of("1000").hashCode()).isEqualTo(of("1k").hashCode());
    }

    @Test
    void whatIsNoQuantityIsNone() {
        for (String text : List.of("", "m", "1 Gi", "1g", "1KI", "0x10", "1e", "1e9999", "1.2.3", "NaN", "1Gi ", "--1")) {
            assertThat(Quantity.parse(text)).as(text).isEmpty();
        }
    }
}
