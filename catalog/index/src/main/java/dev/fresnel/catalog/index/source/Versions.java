package dev.fresnel.catalog.index.source;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Versions as Maven repositories write them, understood as OSGi orders them; what is not finished comes before what is. */
final class Versions {
    private static final Pattern MAVEN = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(?:[.-]?(.*))?");
    private static final Pattern UNFINISHED = Pattern.compile("(?i).*(snapshot|alpha|beta|milestone|preview|ea|pre|dev|cr|rc|(^|[-._])[abm]\\d*)[-._0-9]*$");

    private Versions() {}

    static Optional<Version> of(String maven) {
        Matcher matcher = MAVEN.matcher(maven);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String qualifier = matcher.group(4) == null ? "" : matcher.group(4).replaceAll("[^A-Za-z0-9_-]", "_");
        return Optional.of(new Version(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)), qualifier));
    }

    private static int number(String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }

    static boolean unfinished(String maven) {
        Matcher matcher = MAVEN.matcher(maven);
        return matcher.matches() && matcher.group(4) != null && UNFINISHED.matcher(matcher.group(4).toLowerCase(Locale.ROOT)).matches();
    }

    /** Finished ones last, which is first where the newest is wanted. */
    static Comparator<String> order() {
        return Comparator.<String, Version>comparing(version -> numbers(of(version).orElse(Version.emptyVersion)))
                .thenComparing(version -> !unfinished(version))
                .thenComparing(version -> of(version).orElse(Version.emptyVersion));
    }

    private static Version numbers(Version version) {
        return new Version(version.getMajor(), version.getMinor(), version.getMicro());
    }

    /** @param range {@code ""} for any, {@code [1.2,2)}; one version means exactly that and never comes here */
    static boolean within(String maven, String range) {
        if (range.isEmpty()) {
            return !unfinished(maven) && of(maven).isPresent();
        }
        return of(maven).filter(version -> !unfinished(maven) && VersionRange.valueOf(range).includes(version)).isPresent();
    }

    static boolean isRange(String text) {
        return text.isEmpty() || text.startsWith("[") || text.startsWith("(");
    }
}
