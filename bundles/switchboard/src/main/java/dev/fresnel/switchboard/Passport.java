package dev.fresnel.switchboard;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/** What the manifest's {@code fresnel.plugin} capability says of a plugin. */
record Passport(String title, String summary) {
    static Passport of(String plugin, Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("fresnel.plugin").stream()
                .findFirst()
                .map(capability -> {
                    var attributes = capability.getAttributes();
                    return new Passport(
                            String.valueOf(attributes.getOrDefault("title", plugin)), String.valueOf(attributes.getOrDefault("summary", "")));
                })
                .orElse(new Passport(plugin, ""));
    }
}
