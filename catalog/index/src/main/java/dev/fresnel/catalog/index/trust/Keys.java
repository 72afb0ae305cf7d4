package dev.fresnel.catalog.index.trust;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys (RFC 8032): made, written as PEM, read, used. {@code openssl} reads and writes the same files. */
public final class Keys {
    static final String ALGORITHM = "Ed25519";
    private static final int ID = 32;
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";

    private Keys() {}

    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform since 15 has it
        }
    }

    /** The first 32 hexadecimal digits of the SHA-256 of the key's X.509 form. */
    public static String id(PublicKey key) {
        return Digests.sha256(key.getEncoded()).substring(0, ID);
    }

    /** As it stands in an index or a policy. */
    public static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    public static String pem(PublicKey key) {
        return pem(PUBLIC, key.getEncoded());
    }

    public static String pem(PrivateKey key) {
        return pem(PRIVATE, key.getEncoded());
    }

    private static String pem(String title, byte[] der) {
        return "-----BEGIN " + title + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + title + "-----\n";
    }

    /** @param text PEM, or what stands between its lines */
    public static PublicKey publicKey(String text) throws Refusal {
        try {
            var key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der(text, PUBLIC)));
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(Reason.KEY_UNKNOWN, "a key is no Ed25519 public key", e);
        }
    }

    public static PrivateKey privateKey(String pem) throws Refusal {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der(pem, PRIVATE)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(Reason.KEY_UNKNOWN, "the key is no Ed25519 private key", e);
        }
    }

    /** Reads a PEM file with a private key, and its public key from the file beside it that ends in {@code .pub}. */
    public static KeyPair pair(Path file) throws IOException, Refusal {
        PrivateKey key = privateKey(Files.readString(file));
        PublicKey open = publicKey(Files.readString(file.resolveSibling(file.getFileName() + ".pub")));
        var pair = new KeyPair(open, key);
        if (!verifies(open, new byte[0], sign(key, new byte[0]))) {
            throw new Refusal(Reason.KEY_UNKNOWN, file + ".pub is not the public key of " + file);
        }
        return pair;
    }

    private static byte[] der(String text, String title) {
        String body = text.replace("-----BEGIN " + title + "-----", "").replace("-----END " + title + "-----", "");
        return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the key is an Ed25519 key
        }
    }

    static boolean verifies(PublicKey key, byte[] message, byte[] signed) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // not even the shape of a signature
        }
    }
}
