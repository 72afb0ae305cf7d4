package dev.fresnel.live.store;

import java.time.Duration;

/**
 * How fast the store does things; tests are faster.
 *
 * @param recheck longest time between two reviews of an open grant (rule R9)
 * @param denial how long a denial is believed
 * @param idle how long an unused store stays
 * @param relist least time between two lists of a kind without watch (rule R7)
 * @param first first pause after a failure; doubles up to {@code longest}
 * @param longest longest pause after a failure
 * @param silence how long the initial events of a streaming list may pause before pages are tried instead
 * @param strict how long granted rows stay when the API server cannot be asked again (rule R10)
 * @param spread over how long stores list anew when many of a cluster have to at once
 */
public record Pace(
        Duration recheck,
        Duration denial,
        Duration idle,
        Duration relist,
        Duration first,
        Duration longest,
        Duration silence,
        Duration strict,
        Duration spread) {
    public static final Pace USUAL = new Pace(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            Duration.ofMinutes(15));

    /** With the usual spread. */
    public Pace(
            Duration recheck,
            Duration denial,
            Duration idle,
            Duration relist,
            Duration first,
            Duration longest,
            Duration silence,
            Duration strict) {
        this(recheck, denial, idle, relist, first, longest, silence, strict, Duration.ofSeconds(12));
    }

    /** How long after it came back a cluster's refusals are not believed yet; well within {@code recheck}. */
    Duration settling() {
        return recheck.dividedBy(2);
    }

    /** The same, keeping rows for that long while a cluster cannot be asked. */
    public Pace stale(Duration most) {
        return new Pace(recheck, denial, idle, relist, first, longest, silence, most, spread);
    }
}
