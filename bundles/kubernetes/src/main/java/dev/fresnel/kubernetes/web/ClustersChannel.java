package dev.fresnel.kubernetes.web;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The channel {@code clusters}: the list of clusters, again after each change. */
@Component
@ChannelType(type = "clusters")
public final class ClustersChannel implements RootChannelSource {
    private final Clusters clusters;

    @Activate
    public ClustersChannel(@Reference Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        sink.send("ready", Map.of());
        var latest = new Latest("fresnel-channel-clusters", sink, () -> ClusterJson.clusters(clusters.list(principal)));
        AutoCloseable watch = clusters.watch(cluster -> latest.look());
        return new Open(latest, watch);
    }

    /** One open channel. */
    private record Open(Latest latest, AutoCloseable watch) implements Channel {
        @Override
        public void update(Json params) {}

        @Override
        public void close() {
            Subscription.end(watch);
            latest.close();
        }
    }
}
