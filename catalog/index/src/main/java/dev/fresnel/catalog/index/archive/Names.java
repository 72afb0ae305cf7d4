package dev.fresnel.catalog.index.archive;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of one archive's entries, which must mean one place each on every file system. */
final class Names {
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);
    private static final int LONGEST = 1_000;

    private final Set<String> exact = new HashSet<>();
    private final Map<String, String> folded = new HashMap<>();

    void add(String name) throws Refusal {
        checkPath(name);
        if (!exact.add(name)) {
            throw new Refusal(Reason.ARCHIVE_DUPLICATE, "has the entry " + Directory.shown(name) + " twice");
        }
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        String other = folded.putIfAbsent(fold(plain), plain);
        if (other != null) {
            Reason reason = other.equals(plain) ? Reason.ARCHIVE_DUPLICATE : Reason.ARCHIVE_CASE;
            throw new Refusal(reason, "has two entries that are one on some computers: " + Directory.shown(other) + " and " + Directory.shown(name));
        }
    }

    private static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static void checkPath(String name) throws Refusal {
        String framed = "/" + name + "/";
        boolean climbs = framed.contains("/../") || framed.contains("/./") || name.contains("//");
        boolean odd = name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || DRIVE.matcher(name).matches() || name.chars().anyMatch(Character::isISOControl);
        if (climbs || odd || name.length() > LONGEST) {
            throw new Refusal(Reason.ARCHIVE_PATH, "has an entry that points outside: " + Directory.shown(name));
        }
    }
}
