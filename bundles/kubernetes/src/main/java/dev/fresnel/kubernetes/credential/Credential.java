package dev.fresnel.kubernetes.credential;

import java.time.Duration;
import java.util.Optional;

/** Somebody's way to prove to an API server who they are. Safe for use by several threads. */
public interface Credential extends AutoCloseable {
    /**
     * The proof that is valid now; may ask a program or a sign-in server, for as long as {@code limit}.
     *
     * @throws dev.fresnel.api.plugin.Problem UNAUTHENTICATED when there is none, with what to do about it
     */
    Proof proof(Duration limit);

    /** The proof that is valid now, when nobody has to be asked for it. Returns at once. @throws dev.fresnel.api.plugin.Problem as {@link #proof} */
    default Optional<Proof> ready() {
        return Optional.of(proof(Duration.ZERO));
    }

    /** Whether another proof may be had after a refusal. */
    default boolean renewable() {
        return false;
    }

    /**
     * The API server has refused a proof (401).
     *
     * @return whether another one can be had, so that asking again makes sense
     */
    boolean refused(Proof proof);

    /** Ends what is under way. */
    @Override
    default void close() {}
}
