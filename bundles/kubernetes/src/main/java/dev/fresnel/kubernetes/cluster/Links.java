package dev.fresnel.kubernetes.cluster;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.FileMark;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.tls.ClientCertificate;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.kubernetes.upstream.ProxyRules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The links of one cluster: one without a client certificate, for people with tokens of their own, and one with the
 * owner's. A new certificate or authority makes a new link; the one before ends when its answers have ended.
 */
final class Links implements AutoCloseable {
    private record Key(@Nullable ClientCertificate certificate, @Nullable FileMark authority) {}

    private final Server server;
    private final ProxyRules proxies;
    private final String agent;
    private final Runnable broke;
    private final Map<Key, Link> links = new LinkedHashMap<>();
    private boolean closed;

    /** @param broke told when an answer breaks off */
    Links(Server server, ProxyRules proxies, String agent, Runnable broke) {
        this.server = server;
        this.proxies = proxies;
        this.agent = agent;
        this.broke = broke;
    }

    /** @throws Problem INVALID when the configuration cannot be used */
    synchronized Link with(@Nullable ClientCertificate certificate) {
        if (closed) {
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "The cluster is no longer configured.");
        }
        FileMark authority = server.caFile() == null ? null : FileMark.of(server.caFile());
        var key = new Key(certificate, authority);
        Link known = links.get(key);
        if (known != null) {
            return known;
        }
        Link fresh = new Link(server, certificate, proxies, agent, broke);
        retire(key);
        links.put(key, fresh);
        return fresh;
    }

    private void retire(Key successor) {
        links.entrySet().removeIf(entry -> {
            Key key = entry.getKey();
            boolean replaced = (key.certificate == null) == (successor.certificate == null)
                    || !Objects.equals(key.authority, successor.authority);
            if (replaced) {
                entry.getValue().retire();
            }
            return replaced;
        });
    }

    synchronized int open() {
        return links.values().stream().mapToInt(Link::open).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        links.values().forEach(Link::close);
        links.clear();
    }
}
