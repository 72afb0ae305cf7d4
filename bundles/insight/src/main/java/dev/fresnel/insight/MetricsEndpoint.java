package dev.fresnel.insight;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.insight.Meter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics}: the numbers of every part, for Prometheus. */
@Component
@RootRoute(path = "/metrics", open = true)
public final class MetricsEndpoint implements RootEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsEndpoint.class);

    private final Process process = new Process();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Meter> meters = List.of();

    @Activate
    public MetricsEndpoint() {}

    MetricsEndpoint(List<Meter> meters) {
        this.meters = meters;
    }

    @Override
    public Response handle(RootRequest request) {
        return Response.bytes(Exposition.TYPE, text().getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        var samples = new ArrayList<>(process.samples());
        for (Meter meter : meters) {
            try {
                samples.addAll(meter.samples());
            } catch (RuntimeException e) { // one part's numbers may be missing, the others are still wanted
                LOG.warn("{} gave no numbers: {}", meter.getClass().getName(), e.toString());
            }
        }
        return Exposition.of(samples);
    }
}
