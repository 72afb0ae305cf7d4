package dev.fresnel.http.edge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What every answer tells a browser that it must not do. */
public final class Policy {
    /** For what no person looks at: even shown in a browser it can do nothing. */
    private static final String NOTHING =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script\\b[^>]*\\btype=[\"']?importmap[\"']?[^>]*>(.*?)</script>", Pattern.DOTALL);

    private static final Map<String, String> ALWAYS = always();

    private Policy() {}

    private static Map<String, String> always() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Permissions-Policy",
                "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()");
        return Map.copyOf(headers);
    }

    /** Headers that no endpoint may change. */
    public static Map<String, String> headers() {
        return ALWAYS;
    }

    /** For answers of programs. */
    public static String nothing() {
        return NOTHING;
    }

    /** For pages and their files. Scripts run from our own files alone, and from the import map that is part of the page. */
    public static String page(String nonce, byte[] html) {
        return rules(importMap(html), " 'nonce-" + nonce + "'");
    }

    /** For the files of pages; workers take their policy from their own file. */
    public static String file() {
        return rules("", "");
    }

    private static String rules(String scripts, String styles) {
        return "default-src 'none'; script-src 'self'" + scripts + "; style-src 'self'" + styles
                + "; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                + " form-action 'self'; require-trusted-types-for 'script'";
    }

    private static String importMap(byte[] html) {
        var found = IMPORT_MAP.matcher(new String(html, StandardCharsets.UTF_8));
        return found.find() ? " 'sha256-" + sha256(found.group(1)) + "'" : "";
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
