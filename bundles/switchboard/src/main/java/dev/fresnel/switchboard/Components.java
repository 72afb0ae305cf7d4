package dev.fresnel.switchboard;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/** What Declarative Services knows of a bundle's components: without it a missing component is just silent. */
final class Components {
    private final ServiceComponentRuntime runtime;

    Components(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    /** Components that wait for something, each in a sentence. */
    List<String> waiting(Bundle bundle) {
        var waiting = new ArrayList<String>();
        for (var component : runtime.getComponentDescriptionDTOs(bundle)) {
            if (!component.defaultEnabled) {
                continue;
            }
            for (var configuration : runtime.getComponentConfigurationDTOs(component)) {
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
                    waiting.add("component " + component.name + " needs a configuration");
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    waiting.add("component " + component.name + " needs " + references(component, configuration));
                }
            }
        }
        return waiting;
    }

    /** Components whose activation failed, each in a sentence. */
    List<String> failed(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream()
                        .filter(configuration -> configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                        .map(configuration -> "component " + component.name + " failed: " + cause(configuration.failure)))
                .toList();
    }

    private static String references(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        return Stream.of(configuration.unsatisfiedReferences)
                .map(unsatisfied -> Stream.of(component.references)
                        .filter(reference -> reference.name.equals(unsatisfied.name))
                        .findFirst()
                        .map(Components::service)
                        .orElse(unsatisfied.name))
                .collect(Collectors.joining(", "));
    }

    private static String service(ReferenceDTO reference) {
        return "a service " + reference.interfaceName + (reference.target == null ? "" : " with " + reference.target);
    }

    /** The last "Caused by" of a stack trace, or its first line. */
    private static String cause(String trace) {
        return trace.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last)
                .map(line -> line.substring("Caused by: ".length()))
                .orElseGet(() -> trace.lines().findFirst().orElse(""));
    }
}
