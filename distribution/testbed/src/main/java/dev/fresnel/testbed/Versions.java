package dev.fresnel.testbed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is built, and therefore which folder of the cache it stands in.
 *
 * @param recipe raised by hand when the way of building changes and old binaries must not be used any more
 */
record Versions(String kubernetes, String etcd, String kwok, int recipe) {
    static final Versions CURRENT = new Versions("1.36.1", "3.6.11", "0.8.0", 1);
    static final String OLDEST_GO = "1.26.6";

    /** A folder name that changes with everything that changes the binaries. */
    String key() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
            return kubernetes + "-" + HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version of the staging modules (k8s.io/api and the like) that belongs to this Kubernetes. */
    String staging() {
        return "0" + kubernetes.substring(kubernetes.indexOf('.'));
    }

    /** Compares dotted numbers as numbers: 1.26.10 is younger than 1.26.6. */
    static boolean atLeast(String version, String wanted) {
        String[] have = version.split("\\.");
        String[] want = wanted.split("\\.");
        for (int i = 0; i < Math.max(have.length, want.length); i++) {
            int difference = part(have, i) - part(want, i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static int part(String[] parts, int index) {
        String digits = index < parts.length ? parts[index].replaceAll("\\D.*", "") : "";
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
