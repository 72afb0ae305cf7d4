package dev.fresnel.catalog.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest headers that decide what a bundle is and what it wires to, verbatim, by their usual names. A build whose
 * own manifest says anything else than its entry is refused.
 */
public record Headers(Map<String, String> values) {
    /** The headers that are kept; all others are for people. */
    public static final List<String> KEPT = List.of(
            "Bundle-ActivationPolicy", "Bundle-Activator", "Bundle-ClassPath", "Bundle-ManifestVersion", "Bundle-NativeCode", "Bundle-RequiredExecutionEnvironment",
            "Bundle-SymbolicName", "Bundle-Version", "DynamicImport-Package", "Export-Package", "Fragment-Host", "Import-Package", "Provide-Capability", "Require-Bundle",
            "Require-Capability", "Service-Component");

    public Headers {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** @return the header's value, {@code ""} when there is none */
    public String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** Without its parameters; {@code ""} when there is none. */
    public String symbolicName() {
        return Clause.parse(get("Bundle-SymbolicName")).stream().flatMap(clause -> clause.paths().stream()).findFirst().orElse("");
    }

    /** As it is written; OSGi reads a missing one as {@code 0.0.0}. */
    public String version() {
        String version = get("Bundle-Version").strip();
        return version.isEmpty() ? "0.0.0" : version;
    }

    public List<Clause> requireCapability() {
        return Clause.parse(get("Require-Capability"));
    }

    public List<Clause> provideCapability() {
        return Clause.parse(get("Provide-Capability"));
    }

    public List<Clause> importPackage() {
        return Clause.parse(get("Import-Package"));
    }

    public List<Clause> exportPackage() {
        return Clause.parse(get("Export-Package"));
    }
}
