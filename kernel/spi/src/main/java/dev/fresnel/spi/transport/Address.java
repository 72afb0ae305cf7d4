package dev.fresnel.spi.transport;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where an API server listens and how to get there; connections to equal addresses are alike.
 *
 * @param authority what the {@code Host} header says
 * @param host name or address, without brackets
 * @param tls absent = plain HTTP
 * @param proxy absent = directly
 */
public record Address(String authority, String host, int port, Optional<SSLContext> tls, Optional<Proxy> proxy) {
    /** What a proxy speaks. */
    public enum Kind {
        HTTP,
        HTTPS,
        SOCKS5
    }

    /**
     * Stands between us and the API server.
     *
     * @param authorization value of {@code Proxy-Authorization}; for SOCKS {@code name:password}; {@code ""} = none
     */
    public record Proxy(Kind kind, String host, int port, String authorization) {
        /** No secrets. */
        @Override
        public String toString() {
            return kind + " " + host + ":" + port;
        }
    }
}
