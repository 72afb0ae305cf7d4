package dev.fresnel.catalog.service.plan;

import dev.fresnel.catalog.api.Headers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;
import org.osgi.service.resolver.Resolver;

/** Asks the framework's own resolver (Felix's, a service of the system bundle) whether bundles would wire to what runs, without installing them. */
public final class DryRun {
    private final Map<BundleRevision, Wiring> running = new LinkedHashMap<>();
    private final List<Capability> here = new ArrayList<>();
    private final Offers index;
    private final Resolver resolver;

    /** @param counts which of the installed bundles will be there: not those that a change replaces, nor those that are staged */
    public DryRun(BundleContext context, Predicate<Bundle> counts) {
        this.resolver = Objects.requireNonNull(context.getService(Objects.requireNonNull(context.getServiceReference(Resolver.class))));
        for (Bundle bundle : context.getBundles()) {
            BundleWiring wiring = bundle.adapt(BundleWiring.class);
            if (wiring != null && wiring.isInUse() && counts.test(bundle)) {
                running.put(wiring.getRevision(), wiring);
                here.addAll(wiring.getResourceCapabilities(null));
            }
        }
        index = new Offers(here);
    }

    /**
     * What would come of it.
     *
     * @param missing by candidate: what it needs and nobody provides
     * @param conflicts why they do not fit although everything is there, in words
     * @param wires by candidate: which other candidates it would be wired to
     */
    public record Result(Map<String, List<Missing>> missing, List<String> conflicts, Map<String, Set<String>> wires) {
        public boolean resolves() {
            return missing.isEmpty() && conflicts.isEmpty();
        }
    }

    /** A requirement that nobody meets, and the sentence about it. */
    public record Missing(Requirement requirement, String words) {}

    /** What a bundle that is not installed needs and nobody here provides. */
    public List<Missing> missing(Headers headers) {
        var resource = new Described("", headers);
        var own = new Offers(resource.getCapabilities(null));
        return resource.mandatory().stream()
                .filter(requirement -> index.providers(requirement).isEmpty() && own.providers(requirement).isEmpty())
                .map(requirement -> new Missing(requirement, NeedWords.missing(requirement, index.alike(requirement))))
                .toList();
    }

    private static List<Missing> missing(Described resource, Offers offered) {
        return resource.mandatory().stream()
                .filter(requirement -> offered.providers(requirement).isEmpty())
                .map(requirement -> new Missing(requirement, NeedWords.missing(requirement, offered.alike(requirement))))
                .toList();
    }

    /** @param candidates headers by the name in words */
    public Result resolve(Map<String, Headers> candidates) {
        var resources = new LinkedHashMap<String, Described>();
        candidates.forEach((name, headers) -> resources.put(name, new Described(name, headers)));
        var offered = new Offers(here);
        resources.values().forEach(resource -> offered.add(resource.getCapabilities(null)));
        var missing = new LinkedHashMap<String, List<Missing>>();
        resources.forEach((name, resource) -> {
            List<Missing> needs = missing(resource, offered);
            if (!needs.isEmpty()) {
                missing.put(name, needs);
            }
        });
        if (!missing.isEmpty() || resources.isEmpty()) {
            return new Result(missing, List.of(), Map.of());
        }
        return wire(resources, offered);
    }

    private Result wire(Map<String, Described> resources, Offers offered) {
        try {
            var wiring = resolver.resolve(new Context(new ArrayList<>(resources.values()), offered));
            var wires = new HashMap<String, Set<String>>();
            wiring.forEach((resource, all) -> all.forEach(wire -> {
                if (wire.getProvider() instanceof Described provider && provider != resource && resource instanceof Described asker) {
                    wires.computeIfAbsent(asker.toString(), name -> new HashSet<>()).add(provider.toString());
                }
            }));
            return new Result(Map.of(), List.of(), wires);
        } catch (ResolutionException e) {
            String name = e.getUnresolvedRequirements().stream().map(Requirement::getResource).filter(Described.class::isInstance).map(Object::toString).findFirst().orElse(resources.keySet().iterator().next());
            return new Result(Map.of(), List.of(name + " does not fit to what runs: " + e.getMessage()), Map.of());
        }
    }

    /** What a candidate needs, in words. */
    public static List<String> needs(Headers headers) {
        return new Described("", headers).mandatory().stream().filter(requirement -> !requirement.getNamespace().equals("osgi.ee")).map(NeedWords::of).filter(words -> !words.startsWith("package java.")).distinct().toList();
    }

    /** Whether a bundle that is not installed would provide it. */
    public static boolean provides(Headers headers, Requirement requirement) {
        return !new Offers(new Described("", headers).getCapabilities(requirement.getNamespace())).providers(requirement).isEmpty();
    }

    /** The running wiring and the candidates; higher versions first, what runs before what comes. */
    private final class Context extends ResolveContext {
        private final List<Resource> candidates;
        private final Offers offered;
        private final Map<Requirement, List<Capability>> found = new ConcurrentHashMap<>();

        Context(List<Resource> candidates, Offers offered) {
            this.candidates = candidates;
            this.offered = offered;
        }

        @Override
        public Collection<Resource> getMandatoryResources() {
            return candidates;
        }

        @Override
        public List<Capability> findProviders(Requirement requirement) {
            return found.computeIfAbsent(requirement, asked -> {
                var providers = new ArrayList<>(offered.providers(asked));
                if (asked.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
                    providers.sort((one, other) -> version(other).compareTo(version(one)));
                }
                return providers;
            });
        }

        private static org.osgi.framework.Version version(Capability capability) {
            return capability.getAttributes().get("version") instanceof org.osgi.framework.Version version ? version : org.osgi.framework.Version.emptyVersion;
        }

        @Override
        public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
            capabilities.add(hosted);
            return capabilities.size() - 1;
        }

        @Override
        public boolean isEffective(Requirement requirement) {
            return Described.effective(requirement.getDirectives());
        }

        @Override
        public Map<Resource, Wiring> getWirings() {
            return Map.copyOf(running);
        }
    }
}
