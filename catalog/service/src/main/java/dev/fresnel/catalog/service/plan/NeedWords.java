package dev.fresnel.catalog.service.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Says what a bundle needs, in words. */
final class NeedWords {
    private static final Pattern LOWEST = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
    private static final Pattern EXACT = Pattern.compile("\\((?:bundle-)?version=([^)]+)\\)");

    private NeedWords() {}

    /** {@code package dev.fresnel.api.graph [1.2,2)}. */
    static String of(Requirement requirement) {
        String namespace = requirement.getNamespace();
        String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
        String range = range(filter);
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package " + value(namespace, filter) + range;
            case "osgi.ee" -> "Java" + range;
            case "osgi.wiring.bundle" -> "bundle " + value(namespace, filter) + range;
            case "fresnel.sdk" -> "page SDK" + range;
            case "fresnel.ui" -> "page components (fresnel.ui)" + range;
            case "osgi.extender", "osgi.implementation" -> value(namespace, filter) + range;
            case "osgi.service" -> "a service " + value("objectClass", filter);
            default -> (namespace + " " + filter).strip();
        };
    }

    /** {@code needs package dev.fresnel.api.graph [1.2,2), here is 1.1}. */
    static String missing(Requirement requirement, Collection<Capability> here) {
        String wanted = value(requirement.getNamespace(), requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, ""));
        List<String> versions = here.stream()
                .filter(capability -> capability.getNamespace().equals(requirement.getNamespace()))
                .filter(capability -> requirement.getNamespace().startsWith("fresnel.") || wanted.equals(String.valueOf(capability.getAttributes().get(requirement.getNamespace()))))
                .map(capability -> version(capability.getAttributes()))
                .filter(version -> !version.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return "needs " + of(requirement) + (versions.isEmpty() ? ", which nobody here provides" : ", here is " + String.join(" and ", versions));
    }

    private static String version(Map<String, Object> attributes) {
        Object version = attributes.getOrDefault("version", attributes.getOrDefault(Constants.BUNDLE_VERSION_ATTRIBUTE, ""));
        return brief(version instanceof Collection<?> several ? several.stream().map(String::valueOf).map(NeedWords::brief).reduce((a, b) -> a + ", " + b).orElse("") : String.valueOf(version));
    }

    /** What the filter says of that attribute; the whole filter when it says nothing. */
    static String value(String attribute, String filter) {
        Matcher name = Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^)]+)\\)").matcher(filter);
        return name.find() ? name.group(1) : filter;
    }

    private static String range(String filter) {
        Matcher below = BELOW.matcher(filter);
        String upper = below.find() ? brief(below.group(1)) : "";
        Matcher lowest = LOWEST.matcher(BELOW.matcher(filter).replaceAll(""));
        if (lowest.find()) {
            String lower = brief(lowest.group(1));
            return upper.isEmpty() ? " " + lower + " or later" : " [" + lower + "," + upper + ")";
        }
        Matcher exact = EXACT.matcher(filter);
        return exact.find() ? " " + brief(exact.group(1)) : upper.isEmpty() ? "" : " below " + upper;
    }

    private static String brief(String version) {
        return version.replaceFirst("(\\.0)+$", "");
    }
}
