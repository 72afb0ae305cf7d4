package dev.fresnel.kubernetes.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A client certificate with its private key, both as PEM; equal when both texts are.
 *
 * @param chain the certificate, and those between it and its authority
 */
public record ClientCertificate(String chain, String key) {
    /** Tells this one from others; safe in logs. */
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(chain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** kubeconfig files hold PEM in Base64; some tools write it bare. */
    public static String pem(String data) {
        try {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return data;
        }
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "ClientCertificate[" + digest().substring(0, 8) + "]";
    }
}
