package dev.fresnel.catalog.api;

import java.util.Optional;

/**
 * Whether something may be trusted, and why.
 *
 * @param reason why not; empty when it is trusted
 * @param words one English sentence, of a trusted one too: who vouches for it
 */
public record Verdict(Trust trust, Optional<Reason> reason, String words) {
    public enum Trust {
        /** A trusted key signed it, or its digest was pinned by the admin. */
        TRUSTED,
        /** Nobody vouches for it, and the policy allows that here. */
        UNSIGNED,
        REFUSED
    }

    public static Verdict trusted(String words) {
        return new Verdict(Trust.TRUSTED, Optional.empty(), words);
    }

    public static Verdict unsigned(String words) {
        return new Verdict(Trust.UNSIGNED, Optional.of(Reason.UNSIGNED), words);
    }

    public static Verdict refused(Reason reason, String words) {
        return new Verdict(Trust.REFUSED, Optional.of(reason), words);
    }

    public boolean allows() {
        return trust != Trust.REFUSED;
    }

    /** @throws Refusal when it is refused */
    public Verdict orRefuse() throws Refusal {
        if (trust == Trust.REFUSED) {
            throw new Refusal(reason.orElseThrow(), words);
        }
        return this;
    }
}
