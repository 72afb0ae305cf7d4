package dev.fresnel.insight;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.insight.Readiness;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code GET /readyz}: 200 when every part of the platform is up, else 503; parts by name, and what they wait for. */
@Component
@RootRoute(path = "/readyz", open = true)
public final class ReadyEndpoint implements RootEndpoint {
    /** The answer. */
    record Ready(boolean ready, List<Part> components) {}

    private final Components components;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Readiness> parts = List.of();

    @Activate
    public ReadyEndpoint(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this(new Components(context, runtime));
    }

    private ReadyEndpoint(Components components) {
        this.components = components;
    }

    @Override
    public Response handle(RootRequest request) {
        var answer = judge(Stream.concat(components.parts().stream(), parts.stream().map(part -> Part.of(part.name(), part.waitsFor()))));
        return Response.json(answer).withStatus(answer.ready() ? 200 : 503);
    }

    /** A part that is named twice is up when both say so. */
    static Ready judge(Stream<Part> parts) {
        var byName = new TreeMap<String, Part>();
        parts.forEach(part -> byName.merge(part.name(), part, (one, other) -> one.up() ? other : one));
        return new Ready(byName.values().stream().allMatch(Part::up), List.copyOf(byName.values()));
    }
}
