package dev.fresnel.switchboard;

import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What the manifest's {@code fresnel.plugin} capability says of a plugin.
 *
 * @param ours it was written as a plugin; any other bundle comes as it is, with components that wait for what may never come
 */
record Passport(String title, String summary, boolean ours) {
    static Passport of(String plugin, Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities("fresnel.plugin").stream()
                .findFirst()
                .map(capability -> {
                    var attributes = capability.getAttributes();
                    return new Passport(
                            String.valueOf(attributes.getOrDefault("title", plugin)), String.valueOf(attributes.getOrDefault("summary", "")), true);
                })
                .orElseGet(() -> new Passport(name(plugin, bundle), "", false));
    }

    private static String name(String plugin, Bundle bundle) {
        String name = bundle.getHeaders("").get(Constants.BUNDLE_NAME);
        return name == null || name.isBlank() ? plugin : name;
    }
}
