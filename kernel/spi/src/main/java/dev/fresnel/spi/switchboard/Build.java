package dev.fresnel.spi.switchboard;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Which build of which plugin a bundle is: how a service of the platform knows its asker without being told.
 *
 * @param digest as in {@link Generation#digest}; {@code ""} when it was not installed by the catalog
 */
public record Build(String plugin, String digest) {
    /** @return empty when the bundle is no plugin */
    public static Optional<Build> of(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("fresnel.plugin").stream()
                .findFirst()
                .map(capability -> new Build(
                        String.valueOf(capability.getAttributes().get("fresnel.plugin")),
                        bundle.getLocation().startsWith(Switchboard.LOCATION) ? bundle.getLocation().substring(Switchboard.LOCATION.length()) : ""));
    }
}
