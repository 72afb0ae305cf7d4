package dev.fresnel.catalog.service.ledger;

import java.util.List;

/**
 * One line of the journal.
 *
 * @param seq counts up
 * @param at epoch milliseconds
 * @param operation id of the change that it belongs to
 * @param who on whose behalf; {@code ""} for Fresnel's own acts
 * @param moves what shall change; in the first line of an operation only
 * @param reasons why it ended as it did
 */
public record Mark(long seq, long at, String operation, Step step, String who, List<Move> moves, List<String> reasons) {
    /** How far a change has come. */
    public enum Step {
        BEGUN(false),
        VERIFIED(false),
        STAGED(false),
        PROBED(false),
        COMMITTED(true),
        ROLLED_BACK(true),
        REFUSED(true),
        INTERRUPTED(true);

        private final boolean end;

        Step(boolean end) {
            this.end = end;
        }

        /** Whether nothing that decides follows it. */
        public boolean end() {
            return end;
        }
    }

    public Mark {
        moves = List.copyOf(moves == null ? List.of() : moves);
        reasons = List.copyOf(reasons == null ? List.of() : reasons);
    }
}
