package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.discovery.DiscoveryCache;
import dev.fresnel.kubernetes.kubeconfig.Kubeconfig;
import dev.fresnel.kubernetes.kubeconfig.KubeconfigWatch;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.kubernetes.upstream.ProxyRules;
import dev.fresnel.kubernetes.upstream.Tunnels;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.Trust;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import dev.fresnel.spi.transport.Upstreams;
import dev.fresnel.spi.transport.Way;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All clusters that are known, and the way to them. */
@Component(service = {Clusters.class, Transport.class, Upstreams.class, ClusterRegistry.class, Sockets.class})
public final class ClusterRegistry implements Clusters, Transport, Upstreams, Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRegistry.class);

    static {
        Tunnels.allowPasswords();
    }

    private final Surroundings around;
    private final Catalogue catalogue;
    private final KubeconfigWatch files;
    private final DiscoveryCache discovery;
    private final List<Clusters.Listener> listeners = new CopyOnWriteArrayList<>();

    private final Object asking = new Object();

    private volatile Map<String, Cluster> clusters = Map.of();
    private Kubeconfig kubeconfig = Kubeconfig.NONE;
    private PluginClusters plugins = PluginClusters.none();
    private dev.fresnel.spi.http.@Nullable Listener listener;
    private @Nullable Switchboard switchboard;
    private @Nullable AutoCloseable switches;
    private boolean closed;

    @Activate
    public ClusterRegistry(BundleContext context) {
        this(Settings.of(context), Clock.systemUTC());
    }

    ClusterRegistry(Settings settings, Clock clock) {
        this.around = new Surroundings(
                clock, new ProxyRules(settings.environment()), settings.agent(), !settings.inCluster(), settings.pause());
        this.catalogue = new Catalogue(settings);
        this.discovery = new DiscoveryCache(this, this::tell, clock);
        this.files = new KubeconfigWatch(settings::files, settings.poll(), this::read);
    }

    @Override
    public List<ClusterInfo> list(Principal principal) {
        return principal.door() == Principal.Door.NONE ? List.of() : known().values().stream().map(Cluster::info).toList();
    }

    @Override
    public Optional<ClusterInfo> find(Principal principal, String id) {
        return principal.door() == Principal.Door.NONE
                ? Optional.empty()
                : Optional.ofNullable(known().get(id)).map(Cluster::info);
    }

    @Override
    public Trust trust(Principal principal, String id) {
        Cluster cluster = principal.door() == Principal.Door.NONE ? null : known().get(id);
        return cluster == null ? Trust.NONE : cluster.trust(principal);
    }

    /** Those known now; waits for nothing. */
    List<Cluster> all() {
        return List.copyOf(clusters.values());
    }

    private Map<String, Cluster> known() {
        files.awaitFirst(Duration.ofSeconds(5));
        return clusters;
    }

    @Override
    public Map<String, String> inside() {
        PluginClusters now;
        synchronized (this) {
            now = plugins;
        }
        return now.paths();
    }

    @Override
    public Discovery discovery(Principal principal, String id) {
        cluster(id);
        return discovery.get(principal, id);
    }

    /** Keeps a principal's discovery of a cluster fresh until closed; changes are told as to {@link #watch}. */
    public AutoCloseable follow(Principal principal, String id) {
        return discovery.follow(principal, id);
    }

    /** Lets go of what was found out with that principal's credential, and of the credential. */
    void forget(Principal principal) {
        discovery.forget(principal);
    }

    @Override
    public AutoCloseable watch(Clusters.Listener told) {
        listeners.add(told);
        return () -> listeners.remove(told);
    }

    @Override
    public UpstreamResponse open(Principal principal, String id, UpstreamRequest request) {
        return cluster(id).open(principal, request);
    }

    @Override
    public Link.Upgraded socket(Principal principal, String id, String target, List<String> protocols, WebSocket.Listener listener) {
        return cluster(id).socket(principal, target, protocols, listener);
    }

    /** Before the files have been read for the first time nobody knows which clusters there are. */
    @Override
    public Optional<Way> ready(Principal principal, String id) {
        Cluster cluster = clusters.get(id);
        return cluster == null ? Optional.empty() : cluster.ready(principal);
    }

    @Override
    public Way way(Principal principal, String id) {
        return cluster(id).way(principal);
    }

    private Cluster cluster(String id) {
        Cluster cluster = known().get(id);
        if (cluster == null) {
            throw new Problem(
                    Problem.Kind.MISSING,
                    "CLUSTER_UNKNOWN",
                    "There is no cluster “" + id + "”.",
                    Map.of("cluster", id),
                    null);
        }
        return cluster;
    }

    // ---- sources ----

    private void read(Kubeconfig now) {
        synchronized (this) {
            kubeconfig = now;
        }
        rebuild();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setListener(dev.fresnel.spi.http.Listener now) {
        synchronized (this) {
            listener = now;
        }
        rebuild();
    }

    void unsetListener(dev.fresnel.spi.http.Listener gone) {
        synchronized (this) {
            listener = listener == gone ? null : listener;
        }
        rebuild();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSwitchboard(Switchboard now) {
        synchronized (this) {
            switchboard = now;
            switches = now.onSwitch((before, after) -> askPlugins());
        }
        askPlugins();
    }

    void unsetSwitchboard(Switchboard gone) {
        AutoCloseable ended;
        synchronized (this) {
            if (switchboard != gone) {
                return;
            }
            ended = switches;
            switchboard = null;
            switches = null;
            plugins = PluginClusters.none();
        }
        close(ended);
        rebuild();
    }

    private static void close(@Nullable AutoCloseable subscription) {
        try {
            if (subscription != null) {
                subscription.close();
            }
        } catch (Exception e) {
            LOG.warn("A subscription did not end: {}", e.toString());
        }
    }

    /** Not on the switching thread: plugins take their time. */
    private void askPlugins() {
        Thread.ofVirtual().name("fresnel-plugin-clusters").start(() -> {
            synchronized (asking) {
                Switchboard board;
                synchronized (this) {
                    board = switchboard;
                }
                if (board != null) {
                    announced(PluginClusters.ask(board));
                }
            }
        });
    }

    void announced(PluginClusters now) {
        synchronized (this) {
            plugins = now;
        }
        rebuild();
    }

    /** Takes over what the sources say now; a cluster whose description is the same stays as it is. */
    private void rebuild() {
        var changed = new ArrayList<String>();
        var ended = new ArrayList<Cluster>();
        synchronized (this) {
            if (closed) {
                return;
            }
            Map<String, Cluster> before = clusters;
            var now = new LinkedHashMap<String, Cluster>();
            catalogue.definitions(kubeconfig, plugins.definitions(listener)).forEach((id, definition) -> {
                Cluster known = before.get(id);
                boolean same = known != null && known.definition().equals(definition);
                now.put(id, same ? known : new Cluster(definition, around, () -> tell(id)));
                if (!same) {
                    changed.add(id);
                }
            });
            before.forEach((id, cluster) -> {
                if (now.get(id) != cluster) {
                    ended.add(cluster);
                    if (!now.containsKey(id)) {
                        changed.add(id);
                    }
                }
            });
            clusters = now;
        }
        ended.forEach(cluster -> {
            discovery.forget(cluster.definition().id());
            cluster.close();
        });
        changed.forEach(this::tell);
    }

    private void tell(String id) {
        for (Clusters.Listener told : listeners) {
            try {
                told.changed(id);
            } catch (RuntimeException e) {
                LOG.error("A listener failed on a change of the cluster {}", id, e);
            }
        }
    }

    @Deactivate
    public void close() {
        Map<String, Cluster> ended;
        synchronized (this) {
            closed = true;
            ended = clusters;
            clusters = Map.of();
        }
        files.close();
        discovery.close();
        ended.values().forEach(Cluster::close);
    }
}
