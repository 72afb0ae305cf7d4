package dev.fresnel.catalog.service.bundle;

import java.util.List;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a plugin's manifest says of it, once the manifest keeps the rules.
 *
 * @param id folder, bundle, route and prefix in one word
 */
public record Passport(String id, String title, String summary, Version version) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final List<String> OURS = List.of("dev.fresnel.api", "dev.fresnel.spi", "org.osgi", "java");

    static Passport of(Attributes manifest) throws Refused {
        var claims = Clause.parse(manifest.getValue(Constants.PROVIDE_CAPABILITY)).stream()
                .filter(clause -> clause.paths().contains("fresnel.plugin"))
                .toList();
        if (claims.size() != 1) {
            throw new Refused(claims.isEmpty() ? "its manifest provides no capability fresnel.plugin" : "its manifest claims to be several plugins");
        }
        var claim = claims.getFirst().attributes();
        String id = claim.getOrDefault("fresnel.plugin", "");
        if (!ID.matcher(id).matches()) {
            throw new Refused("\"" + id + "\" is no plugin id: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        keepRules(manifest);
        return new Passport(id, claim.getOrDefault("title", id), claim.getOrDefault("summary", ""), version(manifest));
    }

    private static void keepRules(Attributes manifest) throws Refused {
        if (!"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new Refused("is no OSGi bundle: Bundle-ManifestVersion is not 2");
        }
        if (Clause.parse(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME)).isEmpty()) {
            throw new Refused("is no OSGi bundle: it has no Bundle-SymbolicName");
        }
        if (manifest.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new Refused("is a fragment of " + manifest.getValue(Constants.FRAGMENT_HOST) + "; a plugin is a bundle of its own");
        }
        for (String name : names(manifest, Constants.EXPORT_PACKAGE)) {
            if (OURS.stream().anyMatch(ours -> name.equals(ours) || name.startsWith(ours + "."))) {
                throw new Refused("exports package " + name + ", which is the platform's");
            }
        }
        for (String name : names(manifest, Constants.IMPORT_PACKAGE)) {
            if (name.startsWith("dev.fresnel.spi.")) {
                throw new Refused("imports package " + name + ", which is for the platform alone");
            }
        }
        for (String name : names(manifest, Constants.DYNAMICIMPORT_PACKAGE)) {
            if (name.equals("*") || name.startsWith("dev.fresnel.")) {
                throw new Refused("imports packages dynamically (" + name + ")");
            }
        }
    }

    private static List<String> names(Attributes manifest, String header) {
        return Clause.parse(manifest.getValue(header)).stream().flatMap(clause -> clause.paths().stream()).toList();
    }

    private static Version version(Attributes manifest) throws Refused {
        try {
            return Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new Refused("its Bundle-Version is no version: " + manifest.getValue(Constants.BUNDLE_VERSION));
        }
    }
}
