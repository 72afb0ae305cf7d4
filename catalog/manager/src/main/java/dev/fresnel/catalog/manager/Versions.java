package dev.fresnel.catalog.manager;

import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.json.Fields;
import java.util.Comparator;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Which versions a wish means: one of them, a range as OSGi writes it, or any. */
public final class Versions {
    public static final Comparator<Entry> OLDEST_FIRST = Comparator.comparing(entry -> Version.parseVersion(entry.version()));

    private Versions() {}

    static void check(Fields plugin, String version) throws Refusal {
        try {
            range(version);
        } catch (IllegalArgumentException e) {
            throw plugin.wrong("version", "is neither a version nor a range such as [1.2,2): " + version);
        }
    }

    static boolean fits(String wanted, Entry entry) {
        return fits(wanted, entry.version());
    }

    public static boolean fits(String wanted, String version) {
        return range(wanted).includes(Version.parseVersion(version));
    }

    private static VersionRange range(String text) {
        if (text.isEmpty() || text.equals("latest")) {
            return new VersionRange("0");
        }
        boolean range = text.startsWith("[") || text.startsWith("(");
        return new VersionRange(range ? text : "[" + text + "," + text + "]");
    }
}
