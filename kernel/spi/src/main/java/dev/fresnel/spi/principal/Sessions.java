package dev.fresnel.spi.principal;

/**
 * Whether somebody's session still holds. From its end on nothing may be done with its credential; what is open closes with the
 * reason.
 */
public interface Sessions {
    /** Why a session ended; the word on the wire. */
    enum End {
        LOGOUT,
        EXPIRED,
        REFUSED;

        /** {@code expired}. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Whether this principal may still be served; never blocks. Who keeps something open for somebody asks at least every 20 s:
     * that is how it is known that the credential is in use, and has to be checked with its API server now and then.
     */
    boolean live(Principal principal);

    /** Tells of each end, once per principal key; close to stop. */
    AutoCloseable watch(Listener listener);

    /**
     * Ends a session from inside. {@link End#REFUSED} (an API server said 401 to its credential) first asks the cluster where the
     * token is at home: another one may simply not know it.
     */
    void end(Principal principal, End why);

    /** Called on a thread of the access bundle; must return at once. */
    @FunctionalInterface
    interface Listener {
        /** @param principal any principal with that {@link Principal#key} */
        void ended(Principal principal, End why);
    }
}
