package dev.fresnel.switchboard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Says in words what a bundle needs and nobody here provides. */
final class Requirements {
    private static final Pattern LAST_CAUSE = Pattern.compile(".*missing requirement \\[.*?\\] ([\\w.]+); (\\(.*?\\))\\]*\\s*(?:Unresolved.*)?$", Pattern.DOTALL);
    private static final Pattern LOWEST = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final Pattern EXACT = Pattern.compile("\\(version=([^)]+)\\)");

    private Requirements() {}

    /** Everything that is missing, each as {@code package dev.fresnel.api.graph [1.2,2)}. */
    static List<String> missing(BundleContext context, Bundle bundle) {
        var wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        var missing = new ArrayList<String>();
        for (var requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            var directives = requirement.getDirectives();
            String resolution = directives.getOrDefault(Constants.RESOLUTION_DIRECTIVE, "");
            String effective = directives.getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
            if (resolution.equals(Constants.RESOLUTION_OPTIONAL)
                    || resolution.equals(PackageNamespace.RESOLUTION_DYNAMIC)
                    || !effective.equals(Constants.EFFECTIVE_RESOLVE)
                    || !wiring.findProviders(requirement).isEmpty()) {
                continue;
            }
            missing.add(inWords(requirement.getNamespace(), directives.getOrDefault(Constants.FILTER_DIRECTIVE, "")));
        }
        return missing;
    }

    /** What the framework says of a bundle that it could not resolve. */
    static String inWords(BundleException error) {
        String message = String.valueOf(error.getMessage());
        Matcher found = LAST_CAUSE.matcher(message);
        return found.matches() ? "needs " + inWords(found.group(1), found.group(2)) : message;
    }

    static String inWords(String namespace, String filter) {
        String range = range(filter);
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package " + value(namespace, filter) + range;
            case "osgi.ee" -> "Java" + range;
            case "osgi.wiring.bundle" -> "bundle " + value(namespace, filter) + range;
            case "fresnel.sdk" -> "page SDK" + range;
            case "fresnel.ui" -> "page components (fresnel.ui)" + range;
            default -> (namespace + " " + filter).strip();
        };
    }

    private static String value(String namespace, String filter) {
        Matcher name = Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]+)\\)").matcher(filter);
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
