package dev.fresnel.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The cookie of one instance: browsers give cookies of a host to every port on it, so each instance has its own name.
 *
 * @param instance tells instances on one host apart
 */
record Cookies(String instance) {
    /** @param place what no other instance on this machine shares: data folder and port */
    static Cookies of(String place) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return new Cookies(HexFormat.of().formatHex(digest, 0, 4));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** For the {@code Set-Cookie} header. */
    String set(String value, boolean https, String basePath) {
        String place = https ? "; Path=/; Secure" : "; Path=" + basePath + "/";
        return name(https) + "=" + value + place + "; HttpOnly; SameSite=Strict";
    }

    /** Our cookie in a {@code Cookie} header. */
    Optional<String> in(String header, boolean https) {
        String start = name(https) + "=";
        return Arrays.stream(header.split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .findFirst();
    }

    private String name(boolean https) {
        return (https ? "__Host-" : "") + "fresnel-" + instance;
    }
}
