package dev.fresnel.catalog.service.bundle;

import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a bundle's manifest says of it, once the manifest keeps the rules.
 *
 * @param id a plugin's word; {@code symbolic-name@version} of any other bundle, so that several versions stand beside each other
 * @param plugin whether it claims to be a plugin; any other OSGi bundle may be dropped in too
 */
public record Passport(String id, boolean plugin, String title, String summary, Version version, Headers headers) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final List<String> OURS = List.of("dev.fresnel.api", "dev.fresnel.spi", "dev.fresnel.catalog", "org.osgi", "org.slf4j", "java");
    private static final Set<String> FRAMEWORK = Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework");

    /** @throws Refused with every rule that it breaks */
    static Passport of(Attributes manifest) throws Refused {
        var kept = new TreeMap<String, String>();
        for (String name : Headers.KEPT) {
            if (manifest.getValue(name) != null) {
                kept.put(name, manifest.getValue(name));
            }
        }
        return of(new Headers(kept), manifest.getValue("Bundle-Name"), manifest.getValue("Bundle-Description"));
    }

    /** @param name for people, where it is no plugin; may be absent */
    static Passport of(Headers headers, String name, String description) throws Refused {
        var broken = new ArrayList<String>();
        bundleRules(headers, broken);
        packageRules(headers, broken);
        Version version = version(headers, broken);
        var claims = headers.provideCapability().stream().filter(clause -> clause.paths().contains("fresnel.plugin")).toList();
        if (claims.size() > 1) {
            broken.add("its manifest claims to be several plugins");
        }
        Map<String, String> claim = claims.isEmpty() ? Map.of() : claims.getFirst().attributes();
        String id = claims.isEmpty() ? headers.symbolicName() + "@" + version : claim.getOrDefault("fresnel.plugin", "");
        if (!claims.isEmpty() && !ID.matcher(id).matches()) {
            broken.add("\"" + id + "\" is no plugin id: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        if (!broken.isEmpty()) {
            throw new Refused(broken);
        }
        return claims.isEmpty()
                ? new Passport(id, false, name == null ? headers.symbolicName() : name, description == null ? "" : description, version, headers)
                : new Passport(id, true, claim.getOrDefault("title", id), claim.getOrDefault("summary", ""), version, headers);
    }

    private static void bundleRules(Headers headers, List<String> broken) {
        if (!"2".equals(headers.get(Constants.BUNDLE_MANIFESTVERSION).strip())) {
            broken.add("is no OSGi bundle: Bundle-ManifestVersion is not 2");
        }
        if (headers.symbolicName().isEmpty()) {
            broken.add("is no OSGi bundle: it has no Bundle-SymbolicName");
        }
        Clause.parse(headers.get(Constants.FRAGMENT_HOST)).stream().flatMap(clause -> clause.paths().stream()).forEach(host -> broken.add(
                FRAMEWORK.contains(host) ? "is a fragment of the framework (" + host + ")" : "is a fragment of " + host + "; what is installed is a bundle of its own"));
        if (FRAMEWORK.contains(headers.symbolicName())) {
            broken.add("calls itself " + headers.symbolicName() + ", which is the framework");
        }
    }

    private static void packageRules(Headers headers, List<String> broken) {
        for (String name : names(headers, Constants.EXPORT_PACKAGE)) {
            if (OURS.stream().anyMatch(ours -> within(name, ours))) {
                broken.add("exports package " + name + ", which is the platform's");
            }
        }
        for (String name : names(headers, Constants.IMPORT_PACKAGE)) {
            if (within(name, "dev.fresnel.spi") || within(name, "dev.fresnel.catalog")) {
                broken.add("imports package " + name + ", which is for the platform alone");
            }
        }
        for (String name : names(headers, Constants.DYNAMICIMPORT_PACKAGE)) {
            if (name.equals("*") || name.startsWith("dev.fresnel.")) {
                broken.add("imports packages dynamically (" + name + ")");
            }
        }
        for (Clause clause : headers.requireCapability()) {
            if (clause.paths().contains("osgi.wiring.bundle") || clause.paths().contains("osgi.wiring.host")) {
                broken.add("requires " + String.join(", ", clause.paths()) + " as a capability");
            }
        }
    }

    private static boolean within(String name, String prefix) {
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    private static List<String> names(Headers headers, String header) {
        return Clause.parse(headers.get(header)).stream().flatMap(clause -> clause.paths().stream()).toList();
    }

    private static Version version(Headers headers, List<String> broken) {
        try {
            return Version.parseVersion(headers.version());
        } catch (IllegalArgumentException e) {
            broken.add("its Bundle-Version is no version: " + headers.version());
            return Version.emptyVersion;
        }
    }
}
