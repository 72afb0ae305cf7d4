package dev.fresnel.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** JSON Web Tokens by hand. */
final class Jwts {
    private Jwts() {}

    static String jwt(String head, String claims, String signature) {
        return part(head) + "." + part(claims) + "." + signature;
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
