package dev.fresnel.spi.http;

import dev.fresnel.api.http.Request;
import dev.fresnel.spi.principal.Principal;
import java.util.concurrent.CompletionStage;

/** A request as the platform sees it: {@link #path} and {@link #rawPath} are those below the base path. */
public interface RootRequest extends Request {
    /** Who asks; {@link Principal#NOBODY} on open routes without credentials. */
    Principal principal();

    /** {@code http} or {@code https}, as the client sees it. */
    String scheme();

    /** Whether it came from this machine itself, and not through a proxy that says that it speaks for somebody else. */
    default boolean fromHere() {
        return false;
    }

    /** The address it came from, for limits and the audit; {@code ""} when it is not known. */
    default String remote() {
        return "";
    }

    /** The Cookie header as sent, for those who sign people in and out; {@code ""} when there is none. */
    default String cookies() {
        return "";
    }

    /** The base path, {@code ""} or {@code /x}. */
    String basePath();

    /** A nonce for this response's style-src; the same at each call. */
    String nonce();

    /** Completes when the client has gone before the answer was whole. */
    CompletionStage<Void> gone();
}
