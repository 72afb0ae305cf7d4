package dev.fresnel.catalog.index;

import dev.fresnel.catalog.api.Ask;
import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Entry;
import dev.fresnel.catalog.api.Headers;
import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import dev.fresnel.catalog.index.archive.BundleFile;
import dev.fresnel.catalog.index.archive.Digests;
import dev.fresnel.catalog.index.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.Version;

/** Makes the entry of a bundle file from what stands in it: manifest, {@code plugin.json}, README, changelog. */
public final class Described {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,39}");
    private static final int LONGEST_ID = 40;
    private static final int LINE = 500;
    private static final int TEXT = 100_000;
    private static final List<String> READMES = List.of("META-INF/README.md", "README.md");
    private static final List<String> CHANGELOGS = List.of("META-INF/CHANGELOG.md", "CHANGELOG.md");

    private final BundleFile bundle;
    private final Headers headers;

    private Described(BundleFile bundle) {
        this.bundle = bundle;
        this.headers = bundle.headers();
    }

    /** An entry that nobody has signed and that is nowhere yet. */
    public static Entry entry(BundleFile bundle) throws Refusal {
        return new Described(bundle).entry();
    }

    private Entry entry() throws Refusal {
        if (headers.symbolicName().isEmpty() || !headers.get("Bundle-ManifestVersion").equals("2")) {
            throw new Refusal(Reason.MANIFEST_INVALID, "is no OSGi bundle: its manifest has no Bundle-SymbolicName, or another Bundle-ManifestVersion than 2");
        }
        Optional<Clause> claim = claim();
        Map<String, Object> plugin = plugin();
        try {
            return new Entry(
                    id(claim), version(), attribute(claim, "title", "Bundle-Name"), attribute(claim, "summary", "Bundle-Description"), headers, Digests.sha256(bundle.file()), Files.size(bundle.file()),
                    "", List.of(), List.of(), plugin, asks(plugin), shortened(bundle.manifest().getOrDefault("Bundle-License", ""), LINE), first(READMES), first(CHANGELOGS));
        } catch (IOException e) {
            throw new Refusal(Reason.DISK, "cannot be read: " + e.getMessage(), e);
        }
    }

    private Optional<Clause> claim() throws Refusal {
        List<Clause> claims = headers.provideCapability().stream().filter(clause -> clause.paths().contains("fresnel.plugin")).toList();
        if (claims.size() > 1) {
            throw new Refusal(Reason.MANIFEST_INVALID, "claims to be several plugins");
        }
        return claims.stream().findFirst();
    }

    /** A bundle that was not written for Fresnel is called by its symbolic name: {@code org-apache-felix-gogo-runtime}. */
    private String id(Optional<Clause> claim) throws Refusal {
        String id = claim.map(clause -> clause.attributes().getOrDefault("fresnel.plugin", "")).orElseGet(this::idOfName);
        if (!ID.matcher(id).matches()) {
            throw new Refusal(Reason.MANIFEST_INVALID, "has an id that is none: small letters, digits and hyphens, 2 to 40, a letter first");
        }
        return id;
    }

    private String idOfName() {
        String name = headers.symbolicName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String end = name.substring(Math.max(0, name.length() - LONGEST_ID));
        return end.replaceFirst("^[^a-z]+", "");
    }

    private String version() throws Refusal {
        try {
            return Version.parseVersion(headers.version()).toString();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MANIFEST_INVALID, "has a Bundle-Version that is no version: " + headers.version(), e);
        }
    }

    private String attribute(Optional<Clause> claim, String name, String otherwise) {
        return shortened(claim.map(clause -> clause.attributes().getOrDefault(name, "")).filter(text -> !text.isEmpty()).orElseGet(() -> bundle.manifest().getOrDefault(otherwise, "")), LINE);
    }

    private Map<String, Object> plugin() throws Refusal {
        Optional<byte[]> document = bundle.bytes("plugin.json");
        if (document.isEmpty()) {
            return Map.of();
        }
        try {
            if (Json.read(document.get()) instanceof Map<?, ?> members) {
                var plugin = new java.util.LinkedHashMap<String, Object>();
                members.forEach((name, value) -> plugin.put(String.valueOf(name), value));
                return plugin;
            }
            throw new Refusal(Reason.MANIFEST_INVALID, "has a plugin.json that is no object");
        } catch (IOException e) {
            throw new Refusal(Reason.MANIFEST_INVALID, "has a plugin.json that is no JSON", e);
        }
    }

    /** {@code asks} of plugin.json: names, or one member for each name with its parts. */
    private static List<Ask> asks(Map<String, Object> plugin) {
        var asks = new ArrayList<Ask>();
        switch (plugin.getOrDefault("asks", List.of())) {
            case List<?> items -> items.forEach(item -> asks.add(ask(item)));
            case Map<?, ?> members -> members.forEach((name, parts) -> asks.add(new Ask(String.valueOf(name), texts(parts))));
            default -> asks.add(new Ask("unknown", List.of()));
        }
        return asks;
    }

    private static Ask ask(Object item) {
        return item instanceof Map<?, ?> members && members.get("capability") instanceof String capability
                ? new Ask(capability, members.entrySet().stream().filter(member -> !"capability".equals(member.getKey())).flatMap(member -> texts(member.getValue()).stream()).toList())
                : new Ask(String.valueOf(item), List.of());
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case List<?> items -> items.stream().map(String::valueOf).toList();
            case Boolean flag -> List.of();
            default -> List.of(String.valueOf(value));
        };
    }

    private String first(List<String> names) throws Refusal {
        for (String name : names) {
            String text = bundle.text(name);
            if (!text.isBlank()) {
                return shortened(text, TEXT);
            }
        }
        return "";
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
