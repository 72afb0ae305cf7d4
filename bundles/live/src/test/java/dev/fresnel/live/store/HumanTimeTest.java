package dev.fresnel.live.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTimeTest {
    @ParameterizedTest
    @CsvSource({
        "-5, <invalid>", "-1, 0s", "0, 0s", "1, 1s", "119, 119s", "120, 2m", "125, 2m5s", "599, 9m59s", "600, 10m", "659, 10m",
        "10799, 179m", "10800, 3h", "10860, 3h1m", "28799, 7h59m", "28800, 8h", "172799, 47h", "172800, 2d", "176400, 2d1h",
        "691199, 7d23h", "691200, 8d", "63071999, 729d", "63072000, 2y", "63158400, 2y1d", "252288000, 8y"
    })
    void spansAreWrittenAsTheServerDoes(long seconds, String text) {
        assertThat(HumanTime.span(seconds * 1000)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5m30s, 330000", "2d1h, 176400000", "0s, 0", "x, -1", "5, -1", "m5, -1", "99999999999s, -1", "'', -1"})
    void spansAreReadBack(String text, long millis) {
        assertThat(HumanTime.parse(text)).isEqualTo(millis);
    }
}
