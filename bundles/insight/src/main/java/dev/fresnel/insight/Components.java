package dev.fresnel.insight;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** What the component runtime knows about the platform's bundles. */
final class Components {
    private static final String OURS = "dev.fresnel.";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    Components(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /** One component as it is now. */
    record State(String name, String bundle, String state, List<String> waitsFor) {}

    /** Bundles of the platform; those of plugins come and go by the catalog. */
    private List<Bundle> platform() {
        return Arrays.stream(context.getBundles()).filter(Components::ofPlatform).toList();
    }

    private static boolean ofPlatform(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name != null && name.startsWith(OURS) && !bundle.getLocation().startsWith("sha256:");
    }

    /** One part for each bundle of the platform. */
    List<Part> parts() {
        return platform().stream().map(bundle -> Part.of(word(bundle), why(bundle))).toList();
    }

    private static String word(Bundle bundle) {
        return bundle.getSymbolicName().substring(OURS.length());
    }

    private String why(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        if (bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING && !fragment) {
            return "is not started";
        }
        return of(List.of(bundle)).stream()
                .filter(state -> !state.waitsFor().isEmpty() || state.state().equals("failed"))
                .map(state -> state.waitsFor().isEmpty() ? "failed to start" : "waits for " + String.join(", ", state.waitsFor()))
                .sorted()
                .findFirst()
                .orElse("");
    }

    /** Every component, plugins' too. */
    List<State> all() {
        return of(Arrays.stream(context.getBundles()).filter(bundle -> bundle.getBundleId() != 0).toList());
    }

    private List<State> of(Collection<Bundle> bundles) {
        var states = new ArrayList<State>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundles.toArray(Bundle[]::new))) {
            var configurations = runtime.getComponentConfigurationDTOs(description);
            if (configurations.isEmpty()) {
                states.add(new State(description.name, description.bundle.symbolicName, "disabled", List.of()));
            }
            for (ComponentConfigurationDTO configuration : configurations) {
                states.add(new State(description.name, description.bundle.symbolicName, word(configuration.state), waitsFor(configuration)));
            }
        }
        return states;
    }

    private static String word(int state) {
        return switch (state) {
            case ComponentConfigurationDTO.ACTIVE -> "active";
            case ComponentConfigurationDTO.SATISFIED -> "satisfied";
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "failed";
            default -> "waits";
        };
    }

    private static List<String> waitsFor(ComponentConfigurationDTO configuration) {
        return Arrays.stream(configuration.unsatisfiedReferences).map(reference -> type(configuration, reference)).sorted().toList();
    }

    private static String type(ComponentConfigurationDTO configuration, UnsatisfiedReferenceDTO missing) {
        return Arrays.stream(configuration.description.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map(reference -> reference.interfaceName.substring(reference.interfaceName.lastIndexOf('.') + 1))
                .findFirst()
                .orElse(missing.name);
    }
}
