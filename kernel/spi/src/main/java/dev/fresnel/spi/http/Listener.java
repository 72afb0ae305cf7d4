package dev.fresnel.spi.http;

import java.net.URI;

/** Where the server listens; a service once it does. */
public interface Listener {
    /** How this process reaches itself over plain HTTP on loopback, base path included: {@code http://127.0.0.1:8080/x}. */
    URI local();

    /** What to open in a browser. */
    URI visible();

    /** {@code ""} or {@code /x}. */
    String basePath();
}
