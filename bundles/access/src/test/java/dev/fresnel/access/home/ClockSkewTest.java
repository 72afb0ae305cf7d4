package dev.fresnel.access.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Check 35. */
class ClockSkewTest {
    private final ClockSkew skew = new ClockSkew(InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")));

    @Test
    void tenMinutesAreTooMuchEitherWayAndAMinuteIsNot() {
        assertThat(skew.note("a", "Sat, 21 Nov 2026 12:10:00 GMT")).isTrue();
        assertThat(skew.note("a", "Sat, 21 Nov 2026 11:50:00 GMT")).isTrue();
        assertThat(skew.note("a", "Sat, 21 Nov 2026 12:00:59 GMT")).isFalse();
        assertThat(skew.note("a", "yesterday")).isFalse();
    }
}
