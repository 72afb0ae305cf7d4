package dev.fresnel.api.check;

import org.osgi.annotation.versioning.ConsumerType;

/** Asked once before a plugin's new generation serves; at most 9 s for all checks of a plugin. */
@ConsumerType
@FunctionalInterface
public interface SelfCheck {
    /** Returns when all is well. @throws dev.fresnel.api.plugin.Problem when the plugin must not serve, with the reason */
    void check() throws Exception;
}
