package dev.fresnel.live;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the views that plugins get of what their caller may see. */
@Component
public final class StoreViews implements Views {
    private final LiveStore store;
    private final Clusters clusters;

    private final Rights rights;

    @Activate
    public StoreViews(@Reference LiveStore store, @Reference Clusters clusters, @Reference Rights rights) {
        this.rights = rights;
        this.store = store;
        this.clusters = clusters;
    }

    @Override
    public CallersView view(Principal principal, String cluster) {
        if (clusters.find(principal, cluster).isEmpty()) {
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "There is no cluster " + cluster + ".",
                    Map.of("cluster", cluster), null);
        }
        return new StoreView(store, clusters, rights, principal, cluster);
    }
}
