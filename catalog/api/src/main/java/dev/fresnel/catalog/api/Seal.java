package dev.fresnel.catalog.api;

/**
 * A publisher's signature over one build: Ed25519 over the text {@code fresnel-plugin-1\n<sha256>\n}.
 *
 * @param key id of the key that signed
 * @param sha256 the digest that was signed, 64 small hexadecimal digits
 * @param signature 64 bytes as Base64
 */
public record Seal(String key, String sha256, String signature) {}
