package dev.fresnel.live.history;

import dev.fresnel.spi.history.Chronicle.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When nothing was recorded.
 *
 * @param since when recording first began as far as is known, epoch ms; 0 = never
 * @param gaps oldest first
 */
record Gaps(long since, List<Gap> gaps) {
    /** Who looks away for a moment only changes pages. */
    private static final long NO_GAP = 2_000;

    /** @param till 0 = it goes on */
    record Gap(long from, long till) {}

    /** @param now whether it is recorded now */
    static Gaps of(List<Span> spans, boolean now) {
        List<Span> ordered = spans.stream().sorted(Comparator.comparingLong(Span::since)).toList();
        if (ordered.isEmpty()) {
            return new Gaps(0, List.of());
        }
        List<Gap> gaps = new ArrayList<>();
        long till = ordered.getFirst().till();
        for (Span span : ordered) {
            if (span.since() - till > NO_GAP) {
                gaps.add(new Gap(till, span.since()));
            }
            till = Math.max(till, span.till());
        }
        if (!now) {
            gaps.add(new Gap(till, 0));
        }
        return new Gaps(ordered.getFirst().since(), List.copyOf(gaps));
    }
}
