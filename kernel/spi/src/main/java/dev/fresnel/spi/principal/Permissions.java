package dev.fresnel.spi.principal;

/**
 * What somebody may do with Fresnel itself. The user of a desktop may do everything; of others the API server says it, asked with
 * their own credential about the resource in the group {@code fresnel.dev}: cluster roles grant it like any other right.
 */
public interface Permissions {
    /** Installing, updating, removing, pinning plugins: {@code update plugins.fresnel.dev}. */
    String PLUGINS = "plugins";

    /** What is registered, what is slow, what failed: {@code get insight.fresnel.dev}. */
    String INSIGHT = "insight";

    /** Who did what: {@code get audit.fresnel.dev}. */
    String AUDIT = "audit";

    /**
     * Blocks while the API server is asked; answers are kept for a few seconds.
     *
     * @param verb {@code get} or {@code update}
     * @param resource one of the words above
     */
    boolean may(Principal principal, String verb, String resource);

    /** @throws dev.fresnel.api.plugin.Problem FORBIDDEN, naming verb and resource; an audit line is written */
    void require(Principal principal, String verb, String resource);
}
