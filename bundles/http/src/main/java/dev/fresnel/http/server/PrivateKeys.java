package dev.fresnel.http.server;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Private keys from PEM text in the three forms that tools write: PKCS #8, and the older PKCS #1 (RSA) and SEC 1 (EC), which
 * become PKCS #8 by putting their algorithm in front (RFC 5208, RFC 5915).
 */
final class PrivateKeys {
    private static final Pattern PEM = Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** Empty when the text holds no unencrypted key of a kind that TLS can use. */
    static Optional<PrivateKey> read(String pem) {
        var found = PEM.matcher(pem);
        if (!found.find()) {
            return Optional.empty();
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(found.group(2));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return switch (found.group(1)) {
            case "RSA PRIVATE KEY" -> key(der(SEQUENCE, VERSION, RSA, der(OCTETS, der)));
            case "EC PRIVATE KEY" -> parameters(der).flatMap(curve -> key(der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve), der(OCTETS, der))));
            default -> key(der);
        };
    }

    private static Optional<PrivateKey> key(byte[] pkcs8) {
        for (String algorithm : ALGORITHMS) {
            try {
                return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            } catch (GeneralSecurityException e) {
                // a key of another kind
            }
        }
        return Optional.empty();
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /** The curve: element [0] of {@code SEQUENCE {version, key, [0] parameters, [1] public}}. */
    private static Optional<byte[]> parameters(byte[] sec1) {
        try {
            int at = content(sec1, 0);
            while (at < sec1.length) {
                int start = content(sec1, at);
                int end = start + length(sec1, at);
                if ((sec1[at] & 0xff) == PARAMETERS) {
                    return Optional.of(java.util.Arrays.copyOfRange(sec1, start, end));
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            // cut short: no key
        }
        return Optional.empty();
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = at + 2; i < content(der, at) && first >= 0x80; i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }
}
