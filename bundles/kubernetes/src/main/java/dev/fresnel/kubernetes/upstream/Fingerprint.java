package dev.fresnel.kubernetes.upstream;

import dev.fresnel.kubernetes.kubeconfig.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Tells one way to one API server from another: URL, authority, TLS name and proxy, and no credential (live-store rule R2). */
public final class Fingerprint {
    private Fingerprint() {}

    /** Hex; {@code ""} when it cannot be told now, because a file is not there or a proxy is written wrongly. */
    public static String of(Server server, ProxyRules proxies) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, server.url());
            add(digest, server.insecure() ? "anybody" : "");
            digest(digest, authority(server));
            add(digest, server.tlsServerName());
            add(digest, proxies.proxyTo(server).map(Object::toString).orElse(""));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException | RuntimeException unusable) {
            return "";
        }
    }

    private static byte[] authority(Server server) throws IOException {
        if (!server.caData().isEmpty()) {
            return Base64.getMimeDecoder().decode(server.caData());
        }
        return server.caFile() == null ? new byte[0] : Files.readAllBytes(server.caFile());
    }

    private static void add(MessageDigest digest, String text) {
        digest(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The length first, so that no two lists of parts read the same. */
    private static void digest(MessageDigest digest, byte[] part) {
        digest.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(part);
    }
}
