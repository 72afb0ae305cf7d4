package dev.fresnel.testbed;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The cluster's own certificate authority (P-256, ECDSA with SHA-256; RFC 5280). */
final class Authority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] SERVER_USE = Der.oid("1.3.6.1.5.5.7.3.1");
    private static final byte[] CLIENT_USE = Der.oid("1.3.6.1.5.5.7.3.2");
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final String NAME = "fresnel-testbed-ca";

    private final KeyPair keys;
    private final Instant from = Instant.now().minus(Duration.ofMinutes(5));
    private final byte[] certificate;

    Authority() {
        keys = newKeys();
        byte[] mayBeAuthority = extension("2.5.29.19", true, Der.sequence(Der.yes()));
        // keyCertSign and cRLSign
        byte[] maySign = extension("2.5.29.15", true, Der.bits(new byte[] {0x06}, 1));
        certificate = sign(commonName(NAME), keys, List.of(mayBeAuthority, maySign));
    }

    String pem() {
        return pem("CERTIFICATE", certificate);
    }

    /** The authority's private key: the controller manager signs certificate requests with it. */
    String key() {
        return privatePem(keys);
    }

    /** A certificate by which a server proves the addresses it is reached at; it may act as a client too. */
    Leaf server(String commonName, List<String> dnsNames, List<byte[]> addresses) {
        byte[][] names = new byte[dnsNames.size() + addresses.size()][];
        for (int i = 0; i < dnsNames.size(); i++) {
            names[i] = Der.tagged(0x82, dnsNames.get(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < addresses.size(); i++) {
            names[dnsNames.size() + i] = Der.tagged(0x87, addresses.get(i));
        }
        return leaf(commonName(commonName), Der.sequence(SERVER_USE, CLIENT_USE), List.of(extension("2.5.29.17", false, Der.sequence(names))));
    }

    /** A certificate by which a client proves its name; the API server reads the organization as a group. */
    Leaf client(String commonName, String group) {
        byte[] organization = relative("2.5.4.10", group);
        byte[] subject = group.isEmpty() ? commonName(commonName) : Der.sequence(organization, relative("2.5.4.3", commonName));
        return leaf(subject, Der.sequence(CLIENT_USE), List.of());
    }

    private Leaf leaf(byte[] subject, byte[] uses, List<byte[]> more) {
        KeyPair own = newKeys();
        List<byte[]> extensions = new ArrayList<>(more);
        extensions.add(extension("2.5.29.15", true, Der.bits(new byte[] {(byte) 0x80}, 7)));
        extensions.add(extension("2.5.29.37", false, uses));
        return new Leaf(pem("CERTIFICATE", sign(subject, own, extensions)), privatePem(own));
    }

    private byte[] sign(byte[] subject, KeyPair owner, List<byte[]> extensions) {
        List<byte[]> all = new ArrayList<>(extensions);
        all.add(extension("2.5.29.14", false, Der.octets(keyId(owner))));
        all.add(extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, keyId(keys)))));
        byte[] body = Der.sequence(Der.tagged(0xa0, Der.integer(BigInteger.TWO)), Der.integer(new BigInteger(127, RANDOM).setBit(126)),
                ECDSA_SHA256, commonName(NAME), Der.sequence(Der.time(from), Der.time(from.plus(LIFE))), subject,
                owner.getPublic().getEncoded(), Der.tagged(0xa3, Der.sequence(all.toArray(byte[][]::new))));
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(keys.getPrivate(), RANDOM);
            signer.update(body);
            return Der.sequence(body, ECDSA_SHA256, Der.bits(signer.sign(), 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5280 4.2.1.2: the hash of the public key's bits, which for P-256 are the last 65 bytes of its encoding. */
    private static byte[] keyId(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        try {
            return MessageDigest.getInstance("SHA-1").digest(Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical ? Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value)) : Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] commonName(String name) {
        return Der.sequence(relative("2.5.4.3", name));
    }

    private static byte[] relative(String oid, String value) {
        return Der.set(Der.sequence(Der.oid(oid), Der.text(value)));
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String privatePem(KeyPair keys) {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    static String publicPem(KeyPair keys) {
        return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    private static String pem(String kind, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    /** A signed certificate with its private key, both PEM. */
    record Leaf(String certificate, String key) {
    }
}
