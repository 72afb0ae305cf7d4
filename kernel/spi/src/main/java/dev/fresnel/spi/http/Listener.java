package dev.fresnel.spi.http;

import dev.fresnel.api.plugin.Problem;
import java.net.URI;

/** Where the server listens; a service once it does. */
public interface Listener {
    /** How this process reaches itself over plain HTTP on loopback, base path included: {@code http://127.0.0.1:8080/x}. */
    URI local();

    /** What to open in a browser. */
    URI visible();

    /** {@code ""} or {@code /x}. */
    String basePath();

    /**
     * How programs on this machine reach it over HTTPS. When nobody asked for HTTPS, a server on loopback opens it now, on a free
     * port, with a certificate of its own.
     *
     * @throws dev.fresnel.api.plugin.Problem CONFLICT when there is no HTTPS and it is not for us to open it
     */
    default Secure secure() {
        throw new Problem(Problem.Kind.CONFLICT, "TLS_OFF", "This server does not speak HTTPS: start it with --tls-port.");
    }

    /**
     * An address and what proves that it is us.
     *
     * @param authority certificates in PEM form that vouch for the server's
     */
    record Secure(URI address, String authority) {}
}
