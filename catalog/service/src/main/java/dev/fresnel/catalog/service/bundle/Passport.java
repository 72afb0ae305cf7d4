package dev.fresnel.catalog.service.bundle;

import dev.fresnel.catalog.api.Ask;
import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a bundle says of itself, once its manifest keeps the rules.
 *
 * @param id a plugin's word; {@code word@version} of any other bundle, so that several versions stand beside each other
 * @param plugin whether it claims to be a plugin; any other OSGi bundle may be dropped in too
 */
public record Passport(String id, boolean plugin, Version version, Entry entry) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    /** What the platform or its framework exports. Interfaces of OSGi services that are not among it may come with other people's bundles. */
    private static final List<String> OURS = List.of(
            "java", "dev.fresnel.api", "dev.fresnel.spi", "dev.fresnel.catalog", "org.slf4j", "org.osgi.framework", "org.osgi.resource", "org.osgi.dto", "org.osgi.util", "org.osgi.service.component",
            "org.osgi.service.resolver", "org.osgi.service.log", "org.osgi.service.url", "org.osgi.service.startlevel", "org.osgi.service.packageadmin", "org.osgi.service.permissionadmin", "org.osgi.service.condpermadmin",
            "org.osgi.service.condition");
    private static final Set<String> FRAMEWORK = Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework");

    /** @throws Refused with every rule that it breaks */
    public static Passport of(Entry entry) throws Refused {
        Headers headers = entry.headers();
        var broken = new ArrayList<String>();
        bundleRules(headers, broken);
        packageRules(headers, broken);
        Version version = version(headers, broken);
        boolean plugin = headers.provideCapability().stream().anyMatch(clause -> clause.paths().contains("fresnel.plugin"));
        if (!ID.matcher(entry.id()).matches()) {
            broken.add("\"" + entry.id() + "\" is no plugin id: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        if (!broken.isEmpty()) {
            throw new Refused(broken);
        }
        return new Passport(plugin ? entry.id() : entry.id() + "@" + version, plugin, version, entry);
    }

    public Headers headers() {
        return entry.headers();
    }

    public String title() {
        return entry.title().isEmpty() ? headers().symbolicName() : entry.title();
    }

    public String summary() {
        return entry.summary();
    }

    /**
     * What it asks for, each so that one can agree to it: {@code process}, {@code kube.write deployments.apps},
     * {@code http.outbound api.example.org}. {@code plugin.json} names hosts, kinds and further capabilities apart.
     */
    public List<String> asks() {
        return entry.asks().stream().flatMap(Passport::words).distinct().sorted().toList();
    }

    private static Stream<String> words(Ask ask) {
        return switch (ask.capability()) {
            case "outbound" -> ask.of().stream().map(host -> "http.outbound " + host);
            case "write" -> ask.of().stream().map(kind -> "kube.write " + kind);
            case "capabilities" -> ask.of().stream();
            default -> ask.of().isEmpty() ? Stream.of(ask.capability()) : ask.of().stream().map(part -> ask.capability() + " " + part);
        };
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
