package dev.fresnel.http.pages;

import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.principal.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What one person may look at on one origin.
 *
 * @param who on whose behalf
 * @param target the one pod or Service
 * @param label the origin's own name, below the common one
 */
public record Seat(Principal who, Pages.Target target, String label) {
    private static final int READABLE = 30;
    private static final int DIGEST = 12;

    /** The same for the same person and target, so that a page finds again what it has stored; another one for everybody else. */
    static Seat of(Principal who, Pages.Target target) {
        String name = target.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        String readable = name.substring(0, Math.min(name.length(), READABLE));
        return new Seat(who, target, (readable.isEmpty() ? "page" : readable) + "-" + digest(who.key() + "\0" + target.cluster() + "\0" + target.proxy()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
