package dev.fresnel.catalog.service.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/** Capabilities, found by the name that most requirements ask for. */
final class Offers {
    private final Map<String, List<Capability>> byNamespace = new HashMap<>();
    private final Map<String, List<Capability>> byName = new HashMap<>();

    Offers(Collection<? extends Capability> capabilities) {
        add(capabilities);
    }

    void add(Collection<? extends Capability> capabilities) {
        for (Capability capability : capabilities) {
            String namespace = capability.getNamespace();
            byNamespace.computeIfAbsent(namespace, n -> new ArrayList<>()).add(capability);
            if (capability.getAttributes().get(namespace) instanceof String name) {
                byName.computeIfAbsent(namespace + " " + name, n -> new ArrayList<>()).add(capability);
            }
        }
    }

    List<Capability> providers(Requirement requirement) {
        String text = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        try {
            Filter filter = text == null ? null : FrameworkUtil.createFilter(text);
            return candidates(requirement, text).stream()
                    .filter(capability -> Described.effective(capability.getDirectives()))
                    .filter(capability -> filter == null || filter.matches(capability.getAttributes()))
                    .toList();
        } catch (InvalidSyntaxException e) {
            return List.of();
        }
    }

    /** What has the same name, whatever its version. */
    List<Capability> alike(Requirement requirement) {
        return candidates(requirement, requirement.getDirectives().get(Constants.FILTER_DIRECTIVE));
    }

    private List<Capability> candidates(Requirement requirement, @org.jspecify.annotations.Nullable String filter) {
        String namespace = requirement.getNamespace();
        String name = filter == null ? "" : NeedWords.value(namespace, filter);
        boolean named = filter != null && !name.equals(filter) && !name.contains("*");
        return named ? byName.getOrDefault(namespace + " " + name, List.of()) : byNamespace.getOrDefault(namespace, List.of());
    }
}
