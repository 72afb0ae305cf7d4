package dev.fresnel.catalog.service.plan;

import dev.fresnel.catalog.api.Clause;
import dev.fresnel.catalog.api.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** A bundle that is not installed, as the resolver sees it: made from manifest headers alone (OSGi Core 8, §3 and §6). */
final class Described implements Resource {
    private final String name;
    private final List<Capability> capabilities = new ArrayList<>();
    private final List<Requirement> requirements = new ArrayList<>();

    /** @param name in words: {@code hello 1.0.0} */
    Described(String name, Headers headers) {
        this.name = name;
        String symbolicName = headers.symbolicName();
        Version version = Version.parseVersion(headers.version());
        identity(symbolicName, version);
        exports(headers, symbolicName, version);
        headers.provideCapability().forEach(clause -> clause.paths().forEach(namespace -> capabilities.add(new Offer(this, namespace, typed(clause), clause.directives()))));
        imports(headers);
        headers.requireCapability().forEach(clause -> clause.paths().forEach(namespace -> requirements.add(new Need(this, namespace, Map.copyOf(clause.attributes()), clause.directives()))));
        Clause.parse(headers.get(Constants.REQUIRE_BUNDLE)).forEach(clause -> clause.paths().forEach(bundle -> requirements.add(
                need(BundleNamespace.BUNDLE_NAMESPACE, bundle, clause.attributes().get(Constants.BUNDLE_VERSION_ATTRIBUTE), Constants.BUNDLE_VERSION_ATTRIBUTE, clause))));
    }

    private void identity(String symbolicName, Version version) {
        capabilities.add(new Offer(this, IdentityNamespace.IDENTITY_NAMESPACE,
                Map.of(IdentityNamespace.IDENTITY_NAMESPACE, symbolicName, "version", version, "type", IdentityNamespace.TYPE_BUNDLE), Map.of()));
        capabilities.add(new Offer(this, BundleNamespace.BUNDLE_NAMESPACE, Map.of(BundleNamespace.BUNDLE_NAMESPACE, symbolicName, Constants.BUNDLE_VERSION_ATTRIBUTE, version), Map.of()));
        capabilities.add(new Offer(this, HostNamespace.HOST_NAMESPACE, Map.of(HostNamespace.HOST_NAMESPACE, symbolicName, Constants.BUNDLE_VERSION_ATTRIBUTE, version), Map.of()));
    }

    private void exports(Headers headers, String symbolicName, Version version) {
        for (Clause clause : headers.exportPackage()) {
            for (String path : clause.paths()) {
                var attributes = new LinkedHashMap<String, Object>(clause.attributes());
                attributes.put(PackageNamespace.PACKAGE_NAMESPACE, path);
                attributes.put("version", Version.parseVersion(clause.attributes().getOrDefault("version", "0")));
                attributes.put("bundle-symbolic-name", symbolicName);
                attributes.put("bundle-version", version);
                capabilities.add(new Offer(this, PackageNamespace.PACKAGE_NAMESPACE, attributes, clause.directives()));
            }
        }
    }

    private void imports(Headers headers) {
        for (Clause clause : headers.importPackage()) {
            for (String path : clause.paths()) {
                requirements.add(need(PackageNamespace.PACKAGE_NAMESPACE, path, clause.attributes().get("version"), "version", clause));
            }
        }
    }

    private Need need(String namespace, String value, @Nullable String range, String versionAttribute, Clause clause) {
        String filter = "(" + namespace + "=" + value + ")";
        if (range != null) {
            filter = "(&" + filter + new VersionRange(range).toFilterString(versionAttribute) + ")";
        }
        var directives = new LinkedHashMap<>(clause.directives());
        directives.put(Constants.FILTER_DIRECTIVE, filter);
        return new Need(this, namespace, Map.of(), directives);
    }

    private static Map<String, Object> typed(Clause clause) {
        var attributes = new LinkedHashMap<String, Object>();
        clause.attributes().forEach((name, value) -> attributes.put(name, typed(clause.types().getOrDefault(name, "String"), value)));
        return attributes;
    }

    private static Object typed(String type, String value) {
        String plain = type.replace(" ", "");
        if (plain.startsWith("List")) {
            String of = plain.contains("<") ? plain.substring(plain.indexOf('<') + 1, plain.length() - 1) : "String";
            return java.util.Arrays.stream(value.split(",")).map(String::strip).map(each -> typed(of, each)).toList();
        }
        try {
            return switch (plain) {
                case "Version" -> Version.parseVersion(value);
                case "Long" -> Long.valueOf(value.strip());
                case "Double" -> Double.valueOf(value.strip());
                default -> value;
            };
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    @Override
    public List<Capability> getCapabilities(@Nullable String namespace) {
        return capabilities.stream().filter(capability -> namespace == null || capability.getNamespace().equals(namespace)).toList();
    }

    @Override
    public List<Requirement> getRequirements(@Nullable String namespace) {
        return requirements.stream().filter(requirement -> namespace == null || requirement.getNamespace().equals(namespace)).toList();
    }

    /** What it cannot do without. */
    List<Requirement> mandatory() {
        return requirements.stream().filter(Described::mandatory).toList();
    }

    static boolean mandatory(Requirement requirement) {
        var directives = requirement.getDirectives();
        String resolution = directives.getOrDefault(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE, "");
        return !resolution.equals(Namespace.RESOLUTION_OPTIONAL) && !resolution.equals(PackageNamespace.RESOLUTION_DYNAMIC) && effective(directives);
    }

    static boolean effective(Map<String, String> directives) {
        return directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE).equals(Namespace.EFFECTIVE_RESOLVE);
    }

    @Override
    public String toString() {
        return name;
    }

    private record Offer(Described resource, String namespace, Map<String, Object> attributes, Map<String, String> directives) implements Capability {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return directives;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return attributes;
        }

        @Override
        public Resource getResource() {
            return resource;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return namespace + attributes;
        }
    }

    private record Need(Described resource, String namespace, Map<String, Object> attributes, Map<String, String> directives) implements Requirement {
        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return directives;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return attributes;
        }

        @Override
        public Resource getResource() {
            return resource;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return namespace + Objects.requireNonNullElse(directives.get(Constants.FILTER_DIRECTIVE), "");
        }
    }
}
