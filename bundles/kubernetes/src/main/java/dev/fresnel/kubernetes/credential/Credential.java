package dev.fresnel.kubernetes.credential;

import java.time.Duration;

/** Somebody's way to prove to an API server who they are. Safe for use by several threads. */
public interface Credential extends AutoCloseable {
    /**
     * The proof that is valid now; may ask a program or a sign-in server, for as long as {@code limit}.
     *
     * @throws dev.fresnel.api.plugin.Problem UNAUTHENTICATED when there is none, with what to do about it
     */
    Proof proof(Duration limit);

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
