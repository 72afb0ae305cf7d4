package dev.fresnel.http.server;

import dev.fresnel.api.plugin.Problem;
import java.time.Duration;

/** How fast a body has to come: who dribbles it would hold a connection for hours. */
final class BodyPace {
    private final Duration patience;
    private long waited;
    private long seen;

    /** @param patience how long it may be waited for altogether, besides a second for each kilobyte */
    BodyPace(Duration patience) {
        this.patience = patience;
    }

    /** So many bytes came after so long. @throws Problem INVALID when that is too slow */
    void came(int bytes, long nanos) {
        waited += nanos;
        seen += Math.max(0, bytes);
        if (waited > patience.plusMillis(seen).toNanos()) {
            throw new Problem(Problem.Kind.INVALID, "BODY_TOO_SLOW", "The request's body comes too slowly.");
        }
    }
}
