package dev.fresnel.spi.http;

import dev.fresnel.api.http.Response;

/** An endpoint of the platform itself, at a path from the root; register it with a {@link RootRoute}. Runs on a virtual thread. */
@FunctionalInterface
public interface RootEndpoint {
    /** @throws Exception as for {@link dev.fresnel.api.http.Endpoint#handle} */
    Response handle(RootRequest request) throws Exception;
}
