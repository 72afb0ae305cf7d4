package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Optional;

/** A way for people to come in: hands out something that the browser brings again. Another way is another component of this type. */
interface Door {
    /**
     * What the sign-in page shows of it.
     *
     * @param kind {@code token} a field for one, {@code link} a link that was printed somewhere, {@code redirect} a button
     * @param title key of a message
     * @param href where the button leads, below the base path
     */
    record Offer(String id, String kind, String title, Optional<String> href) {}

    /** Absent where nobody can come in this way. */
    Optional<Offer> offer();

    /**
     * Who sent this request, by what this door handed out.
     *
     * @param cookies its Cookie header
     * @return empty when the request carries nothing of this door's
     * @throws dev.fresnel.api.plugin.Problem UNAUTHENTICATED when it does, and that is not good, or no longer
     */
    Optional<Principal> principal(Request request, String cookies);

    /** {@code Set-Cookie} lines that take away what this door handed out and the request carries. */
    List<String> clearing(Request request, String cookies);

    /** Somebody signs out: what the request carries opens this door no more. */
    void leave(Request request, String cookies);
}
