package dev.fresnel.e2e.oracle;

import java.util.List;

/**
 * What came of it.
 *
 * @param granted comparisons in which the API server showed something
 * @param excused comparisons in which a right just taken away still showed something, within its 30 s
 * @param retries looks at a page that was not there yet
 * @param unanswered questions that the API server left without an answer
 * @param frames frames that were searched for what their user may not have
 * @param canaries names found in them, each allowed
 */
public record Report(
        long seed,
        int comparisons,
        int granted,
        int excused,
        long retries,
        int unanswered,
        long frames,
        long canaries,
        int sockets,
        long changes,
        long rights,
        long hooked,
        long seconds,
        List<String> violations) {
    @Override
    public String toString() {
        return "ORACLE seed %d: %,d comparisons in %d s (%,d with rows or an empty list, %,d within the 30 s after a loss, %,d looks more, %d without an answer), %,d frames with %,d names on %d sockets, %,d changes of objects and %,d of rights, %,d questions to the webhook: %d violations%s"
                .formatted(seed, comparisons, seconds, granted, excused, retries, unanswered, frames, canaries, sockets, changes, rights, hooked, violations.size(),
                        violations.isEmpty() ? "" : "\n" + String.join("\n", violations.subList(0, Math.min(20, violations.size()))));
    }
}
