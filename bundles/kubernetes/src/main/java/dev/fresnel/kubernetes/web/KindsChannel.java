package dev.fresnel.kubernetes.web;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.ChannelType;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.cluster.ClusterRegistry;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.principal.Principal;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The channel {@code kinds}: what one cluster serves to the caller, again after each change. */
@Component
@ChannelType(type = "kinds")
public final class KindsChannel implements RootChannelSource {
    private final ClusterRegistry clusters;

    @Activate
    public KindsChannel(@Reference ClusterRegistry clusters) {
        this.clusters = clusters;
    }

    @Override
    public Channel open(Principal principal, Opening opening, Sink sink) {
        return new Open(clusters, principal, sink, name(opening.params()));
    }

    private static String name(Json params) {
        String cluster = params.get("cluster").text();
        if (cluster.isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "CLUSTER_NOT_NAMED", "The parameter “cluster” is missing.");
        }
        return cluster;
    }

    /** One open channel. */
    private static final class Open implements Channel {
        private final ClusterRegistry clusters;
        private final Principal principal;
        private final Latest latest;
        private final AutoCloseable watch;
        private volatile String cluster;
        private AutoCloseable follow;

        Open(ClusterRegistry clusters, Principal principal, Sink sink, String cluster) {
            this.clusters = clusters;
            this.principal = principal;
            this.cluster = cluster;
            this.follow = clusters.follow(principal, cluster);
            sink.send("ready", Map.of());
            this.latest = new Latest("fresnel-channel-kinds", sink, () -> ClusterJson.kinds(clusters.discovery(principal, this.cluster)));
            this.watch = clusters.watch(this::changed);
        }

        private void changed(String which) {
            if (which.equals(cluster)) {
                latest.look();
            }
        }

        @Override
        public synchronized void update(Json params) {
            cluster = name(params);
            AutoCloseable before = follow;
            follow = clusters.follow(principal, cluster);
            Subscription.end(before);
            latest.look();
        }

        @Override
        public synchronized void close() {
            Subscription.end(watch);
            Subscription.end(follow);
            latest.close();
        }
    }
}
