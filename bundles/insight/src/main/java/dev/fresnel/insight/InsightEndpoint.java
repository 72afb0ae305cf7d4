package dev.fresnel.insight;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.principal.Permissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * {@code GET /api/v1/insight}: bundles, components and what they wait for, who registered what and who uses it, and what each
 * part says about itself; for those who may {@code get insight}.
 */
@Component
@RootRoute(path = "/api/v1/insight")
public final class InsightEndpoint implements RootEndpoint {
    private final BundleContext context;
    private final Components components;
    private final Permissions permissions;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Dump> dumps = List.of();

    @Activate
    public InsightEndpoint(BundleContext context, @Reference ServiceComponentRuntime runtime, @Reference Permissions permissions) {
        this.context = context;
        this.permissions = permissions;
        this.components = new Components(context, runtime);
    }

    /** One bundle. */
    record BundleState(long id, String name, String version, String state) {}

    /** One service that others may use. */
    record ServiceState(List<String> types, String by, List<String> usedBy) {}

    @Override
    public Response handle(RootRequest request) {
        permissions.require(request.principal(), "get", Permissions.INSIGHT);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("bundles", Arrays.stream(context.getBundles()).map(InsightEndpoint::state).toList());
        answer.put("components", components.all());
        answer.put("services", services());
        answer.put("parts", parts());
        return Response.json(answer);
    }

    private static BundleState state(Bundle bundle) {
        return new BundleState(bundle.getBundleId(), String.valueOf(bundle.getSymbolicName()), bundle.getVersion().toString(), word(bundle.getState()));
    }

    private static String word(int state) {
        return switch (state) {
            case Bundle.ACTIVE -> "active";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.INSTALLED -> "installed";
            default -> "uninstalled";
        };
    }

    private List<ServiceState> services() {
        return Arrays.stream(context.getBundles())
                .map(Bundle::getRegisteredServices)
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .map(InsightEndpoint::service)
                .filter(service -> service.types().stream().anyMatch(type -> type.startsWith("dev.fresnel.")))
                .toList();
    }

    private static ServiceState service(ServiceReference<?> reference) {
        var types = List.of((String[]) reference.getProperty(Constants.OBJECTCLASS));
        Bundle[] users = reference.getUsingBundles();
        var usedBy = users == null ? List.<String>of() : Arrays.stream(users).map(Bundle::getSymbolicName).sorted().toList();
        Bundle by = reference.getBundle();
        return new ServiceState(types, by == null ? "" : String.valueOf(by.getSymbolicName()), usedBy);
    }

    private Map<String, Object> parts() {
        var states = new TreeMap<String, Object>();
        for (Dump dump : dumps) {
            try {
                states.put(dump.name(), dump.state());
            } catch (RuntimeException e) { // what a part cannot say about itself hides no other
                states.put(dump.getClass().getName(), "failed: " + e);
            }
        }
        return states;
    }
}
