package dev.fresnel.api.http;

/** HTTP request methods (RFC 9110); {@link #ANY} in a {@link Route} takes them all. */
public enum Method {
    ANY,
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS
}
