package dev.fresnel.spi.principal;

import dev.fresnel.api.http.Request;
import java.util.List;

/** Says who sent a request. */
public interface Authenticator {
    /**
     * Below {@code /k8s}, with an Authorization header or without any credential, it returns at once: the thread that reads sockets asks.
     *
     * @param cookie the request's Cookie header as sent, {@code ""} when there is none
     * @param authorization the request's Authorization header as sent, {@code ""} when there is none
     * @return {@link Principal#NOBODY} when it carries no credential
     * @throws dev.fresnel.api.plugin.Problem UNAUTHENTICATED when it carries one that is not valid
     */
    Principal authenticate(Request request, String cookie, String authorization);

    /** {@code Set-Cookie} lines for an answer 401: they take away what the request carries and is no good. */
    default List<String> clearing(Request request, String cookie) {
        return List.of();
    }
}
