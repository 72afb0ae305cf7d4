package dev.fresnel.kubernetes.upstream;

/** Lets the JDK's HTTP client show a proxy its password when it asks for a tunnel, as a {@code proxy-url} with one wants. */
public final class Tunnels {
    private static final String DISABLED = "jdk.http.auth.tunneling.disabledSchemes";

    private Tunnels() {}

    /** Works before the process's first HTTP client is made; what was set by hand stays. */
    public static void allowPasswords() {
        if (System.getProperty(DISABLED) == null) {
            System.setProperty(DISABLED, "");
        }
    }
}
