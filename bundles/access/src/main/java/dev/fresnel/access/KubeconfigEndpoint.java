package dev.fresnel.access;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.Listener;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code POST /auth/kubeconfig?cluster=ID}: a kubeconfig with which kubectl reaches clusters through this server. */
@Component
@RootRoute(method = Method.POST, path = "/auth/kubeconfig")
public final class KubeconfigEndpoint implements RootEndpoint {
    private static final Duration LIFE = Duration.ofHours(12);

    private final LocalUser user;
    private final OwnTokens tokens;
    private final ApiServers servers;
    private final Audit audit;
    private final JsonCodec codec;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Listener listener;

    @Activate
    public KubeconfigEndpoint(@Reference LocalUser user, @Reference OwnTokens tokens, @Reference ApiServers servers, @Reference Audit audit, @Reference JsonCodec codec) {
        this.user = user;
        this.tokens = tokens;
        this.servers = servers;
        this.audit = audit;
        this.codec = codec;
    }

    @Override
    public Response handle(RootRequest request) {
        Principal principal = request.principal();
        user.require(principal);
        List<ClusterInfo> clusters = clusters(principal, request.cluster());
        Listener.Secure secure = Optional.ofNullable(listener)
                .orElseThrow(() -> new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet."))
                .secure();
        String text = new KubeconfigText(secure, tokens.give(OwnTokens.Use.KUBECONFIG, LIFE), codec).of(clusters);
        audit.write(new Audit.Line(principal, "kubeconfig.make", request.cluster().orElse(""), "", Audit.Result.OK, 200, Map.of("from", request.remote())));
        return Response.bytes("application/yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private List<ClusterInfo> clusters(Principal principal, Optional<String> wanted) {
        List<ClusterInfo> all = servers.all(principal);
        List<ClusterInfo> found = wanted.isEmpty() ? all : all.stream().filter(one -> one.id().equals(wanted.get()) || one.id().equals(wanted.get().toLowerCase(java.util.Locale.ROOT)) || wanted.get().equals(one.context())).limit(1).toList();
        if (found.isEmpty()) {
            String there = all.isEmpty() ? "there are none." : "there are " + String.join(", ", all.stream().map(ClusterInfo::id).toList()) + ".";
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "There is no cluster “" + wanted.orElse("") + "”: " + there);
        }
        return found;
    }
}
