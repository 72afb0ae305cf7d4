package dev.fresnel.spi.principal;

import java.util.Optional;

/**
 * Who is asking: a credential, never just a name.
 *
 * @param key keyed digest of the credential and of whom it impersonates (live-store rule R1); safe in logs
 * @param name for people
 * @param door how they came in
 * @param token their own bearer token, if that is how; absent = each cluster's own context of the local user's kubeconfig
 */
public record Principal(String key, String name, Door door, Optional<String> token) {
    /** Nobody: may ask open routes only. */
    public static final Principal NOBODY = new Principal("nobody", "", Door.NONE, Optional.empty());

    /** How somebody came in. */
    public enum Door {
        NONE,
        /** Without any credential: may look at the demo cluster through the proxy, and do nothing else. */
        GUEST,
        LOCAL,
        COOKIE,
        BEARER
    }

    /** The field manager that stands in objects for what they wrote, in the page as in actions: {@code fresnel}, or {@code fresnel:NAME} of who signed in. */
    public String fieldManager() {
        String whole = token.isEmpty() ? "fresnel" : "fresnel:" + name;
        return whole.substring(0, Math.min(whole.length(), 128));
    }

    @Override
    public String toString() {
        return "Principal[" + name + " by " + door + " " + key + "]";
    }
}
