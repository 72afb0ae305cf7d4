package dev.fresnel.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T14:48:36.138652756Z", "2024-02-29T23:59:59Z", "1999-12-31T00:00:00.5+09:00", "2026-03-01T00:00:00.000000001-03:30"})
    void readsWhatTheJdkReads(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(Stamp.parse(bytes, 0, bytes.length)).isEqualTo(Stamp.nanos(OffsetDateTime.parse(text).toInstant()));
    }

    @Test
    void anythingElseIsNoTime() {
        for (String text : new String[] {"", "hello", "2026-11-21 14:48:36 and more text", "2026-11-21T14:48:36"}) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            assertThat(Stamp.parse(bytes, 0, bytes.length)).isEqualTo(Long.MIN_VALUE);
        }
    }
}
