package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.spi.http.RootRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * The cookies of one instance: browsers give cookies of a host to every port on it, so each instance has its own names.
 *
 * @param instance tells instances on one host apart
 * @param suffix tells the cookies of one instance apart, {@code ""} for the first
 */
record Cookies(String instance, String suffix) {
    static Cookies of(BundleContext context) {
        return of(context.getProperty("fresnel.data-dir") + " " + context.getProperty("fresnel.port"));
    }

    /** @param place what no other instance on this machine shares: data folder and port */
    static Cookies of(String place) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return new Cookies(HexFormat.of().formatHex(digest, 0, 4), "");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Another cookie of the same instance. */
    Cookies named(String other) {
        return new Cookies(instance, other);
    }

    /** For the {@code Set-Cookie} header. */
    String set(String value, Request request) {
        boolean https = https(request);
        String base = request instanceof RootRequest root ? root.basePath() : "";
        String place = https ? "; Path=/; Secure" : "; Path=" + base + "/";
        return name(https) + "=" + value + place + "; HttpOnly; SameSite=Strict";
    }

    /** Takes it away. */
    String clear(Request request) {
        return set("", request) + "; Max-Age=0";
    }

    /** Our cookie in a {@code Cookie} header. */
    Optional<String> in(String header, Request request) {
        String start = name(https(request)) + "=";
        return Arrays.stream(header.split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .findFirst();
    }

    private String name(boolean https) {
        return (https ? "__Host-" : "") + "fresnel-" + instance + suffix;
    }

    private static boolean https(Request request) {
        return request instanceof RootRequest root && root.scheme().equals("https");
    }
}
