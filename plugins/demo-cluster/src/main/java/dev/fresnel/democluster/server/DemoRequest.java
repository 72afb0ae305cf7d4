package dev.fresnel.democluster.server;

import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * One request to the API server.
 *
 * @param path raw path below the server's root, as sent
 * @param query raw query without the question mark, or empty
 * @param header value of a header by name in any case, or the empty text
 */
public record DemoRequest(String method, String path, String query, UnaryOperator<String> header, InputStream body) {}
