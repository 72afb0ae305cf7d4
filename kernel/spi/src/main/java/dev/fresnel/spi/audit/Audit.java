package dev.fresnel.spi.audit;

import dev.fresnel.spi.principal.Principal;
import java.util.Map;

/** Writes down who did what, with which result: append-only, one JSON line each. Never values of Secrets, never credentials. */
public interface Audit {
    /** How it ended. */
    enum Result {
        OK,
        REFUSED,
        FAILED
    }

    /**
     * One line.
     *
     * @param who on whose behalf; {@link Principal#NOBODY} for Fresnel's own acts
     * @param action {@code k8s.patch}, {@code plugin.install}, {@code exec.open}, {@code secret.reveal}, {@code login}
     * @param cluster cluster id, {@code ""} when none is meant
     * @param object what it was done to: a path at the API server, a plugin's id; {@code ""} when nothing is meant
     * @param status HTTP status, 0 when there is none
     * @param detail more, of text, numbers and booleans
     */
    record Line(Principal who, String action, String cluster, String object, Result result, int status, Map<String, Object> detail) {
        public Line {
            detail = Map.copyOf(detail);
        }
    }

    /** Returns at once; lines are written in the order of the calls. */
    void write(Line line);
}
