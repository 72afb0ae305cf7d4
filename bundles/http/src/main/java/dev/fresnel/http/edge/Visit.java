package dev.fresnel.http.edge;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a request says about where it comes from.
 *
 * @param method as sent
 * @param path below the base path, as sent
 * @param scheme of the connection
 * @param host the {@code Host} header, {@code ""} when there is none
 * @param local address that the connection came in at
 * @param header first value of a header; empty when it is not there
 * @param cookie whether it carries a cookie of ours
 * @param bearer whether it carries its own token
 */
public record Visit(
        String method, String path, String scheme, String host, Optional<InetAddress> local, Headers header, boolean cookie, boolean bearer) {
    /** Headers by name. */
    @FunctionalInterface
    public interface Headers {
        Optional<String> first(String name);
    }

    boolean safe() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }
}
