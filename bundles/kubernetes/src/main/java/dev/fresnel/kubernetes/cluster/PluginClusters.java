package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.cluster.ClusterSource;
import dev.fresnel.api.cluster.ClusterSpec;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.kubeconfig.User;
import dev.fresnel.spi.http.Listener;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clusters that serving plugins announce; they answer at the plugin's own route of this very server. */
final class PluginClusters {
    static final String DEMO = "demo";

    private static final Logger LOG = LoggerFactory.getLogger(PluginClusters.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+)*");

    private record Announced(String plugin, ClusterSpec spec) {
        String route() {
            return "/api/v1/plugins/" + plugin + spec.path();
        }
    }

    private final List<Announced> announced;

    private PluginClusters(List<Announced> announced) {
        this.announced = announced;
    }

    static PluginClusters none() {
        return new PluginClusters(List.of());
    }

    /** Asks the plugins that serve now. */
    static PluginClusters ask(Switchboard switchboard) {
        var all = new ArrayList<Announced>();
        for (Generation generation : new TreeMap<>(switchboard.table().serving()).values()) {
            Optional<Lease> lease = generation.lease();
            if (lease.isPresent()) {
                try (Lease held = lease.get()) {
                    ask(held.generation(), all);
                }
            }
        }
        return new PluginClusters(List.copyOf(all));
    }

    private static void ask(Generation generation, List<Announced> into) {
        for (Extension<ClusterSource> source : generation.extensions(ClusterSource.class)) {
            try {
                List<ClusterSpec> specs = generation.lane().call(source.value()::clusters, Duration.ofSeconds(5));
                specs.forEach(spec -> into.add(new Announced(generation.plugin(), spec)));
            } catch (RuntimeException e) {
                LOG.warn("The plugin {} could not say which clusters it brings: {}", generation.plugin(), e.toString());
            }
        }
    }

    /** @param listener where this server is; {@code null} while it does not listen yet */
    List<Definition> definitions(@Nullable Listener listener) {
        return announced.stream().filter(PluginClusters::valid).map(one -> definition(one, listener)).toList();
    }

    /** Where they answer, and the token that opens each. */
    Map<String, String> paths() {
        return announced.stream().filter(PluginClusters::valid).collect(Collectors.toMap(Announced::route, one -> one.spec().token(), (one, other) -> one));
    }

    private static boolean valid(Announced one) {
        boolean valid = ID.matcher(one.spec.id()).matches() && PATH.matcher(one.spec.path()).matches();
        if (!valid) {
            LOG.warn("The plugin {} announces a cluster with an unusable id or path: {}", one.plugin, one.spec);
        }
        return valid;
    }

    private static Definition definition(Announced one, @Nullable Listener listener) {
        ClusterSpec spec = one.spec;
        String base = listener == null ? "http://127.0.0.1:0" : listener.local().toString();
        String url = base + one.route();
        return new Definition(
                spec.id(),
                spec.name(),
                spec.id().equals(DEMO) ? DEMO : "plugin",
                "",
                "",
                Server.at(url),
                User.bearer(spec.name(), spec.token()),
                false,
                listener == null ? "The server is still starting." : null);
    }

    /** For tests. */
    static PluginClusters of(Map<String, ClusterSpec> specs) {
        return new PluginClusters(specs.entrySet().stream().map(e -> new Announced(e.getKey(), e.getValue())).toList());
    }
}
