package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.kubeconfig.DroppedKubeconfig;
import dev.fresnel.kubernetes.kubeconfig.KubeconfigFolder;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code /api/v1/kubeconfigs}: the user of a desktop adds clusters by giving a kubeconfig, and takes them away again. */
@Component
@RootRoute(method = Method.ANY, path = {"/api/v1/kubeconfigs", "/api/v1/kubeconfigs/{cluster}"})
public final class KubeconfigsEndpoint implements RootEndpoint {
    static final String FOLDER = "kubeconfigs";
    private static final int LARGEST = 1 << 20;

    private final Clusters clusters;
    private final KubeconfigFolder folder;
    private final boolean inCluster;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Audit audit;

    @Activate
    public KubeconfigsEndpoint(BundleContext context, @Reference Clusters clusters) {
        this(
                clusters, new KubeconfigFolder(Path.of(Objects.requireNonNullElse(context.getProperty("fresnel.data-dir"), ".")).resolve(FOLDER)),
                Boolean.parseBoolean(context.getProperty("fresnel.in-cluster")), null);
    }

    KubeconfigsEndpoint(Clusters clusters, KubeconfigFolder folder, boolean inCluster, @Nullable Audit audit) {
        this.clusters = clusters;
        this.folder = folder;
        this.inCluster = inCluster;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) throws IOException {
        boolean one = request.path().length() > "/api/v1/kubeconfigs".length();
        if (!one && request.method() == Method.GET) {
            boolean may = mayAdd(request.principal());
            return Response.json(Map.of("mayAdd", may, "contexts", may ? folder.contexts() : List.of())).withHeader("Cache-Control", "no-store");
        }
        if (one ? request.method() != Method.DELETE : request.method() != Method.POST) {
            return Response.status(405).withHeader("Allow", one ? "DELETE" : "GET, POST");
        }
        if (!mayAdd(request.principal())) {
            write(request, one ? "clusters.remove" : "clusters.add", "", Audit.Result.REFUSED, 403, Map.of());
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "KUBECONFIG_FORBIDDEN", "Only the user of the desktop that Fresnel runs on may change which clusters there are.");
        }
        return one ? remove(request) : add(request);
    }

    /** A server for many has its clusters from its admin; no token may add one. */
    private boolean mayAdd(Principal principal) {
        boolean local = principal.door() == Principal.Door.LOCAL || principal.door() == Principal.Door.COOKIE;
        return local && principal.token().isEmpty() && !inCluster;
    }

    private Response add(RootRequest request) throws IOException {
        byte[] text = request.body().readNBytes(LARGEST + 1);
        if (text.length > LARGEST) {
            throw new Problem(Problem.Kind.INVALID, "KUBECONFIG_UNFIT", "This is no kubeconfig: it is longer than 1 MB.");
        }
        DroppedKubeconfig dropped = DroppedKubeconfig.read(new String(text, StandardCharsets.UTF_8));
        List<String> commands = dropped.commands();
        if (!commands.isEmpty() && !request.query("run").equals(Optional.of("true"))) {
            throw new Problem(
                    Problem.Kind.CONFLICT, "KUBECONFIG_RUNS", "This kubeconfig runs programs on this machine to sign in: " + String.join("; ", commands),
                    Map.of("commands", commands), null);
        }
        Set<String> taken = clusters.list(request.principal()).stream().map(ClusterInfo::context).filter(Objects::nonNull).collect(Collectors.toSet());
        Map<String, Map<String, Object>> parts = dropped.apart(taken, "given-" + Integer.toHexString(java.util.Arrays.hashCode(text)));
        parts.forEach(folder::keep);
        parts.keySet().forEach(context -> write(request, "clusters.add", context, Audit.Result.OK, 201, Map.of("runs", !commands.isEmpty())));
        return Response.json(Map.of("contexts", List.copyOf(parts.keySet()))).withStatus(201);
    }

    private Response remove(RootRequest request) {
        String id = request.pathParam("cluster");
        String context = clusters.find(request.principal(), id).map(ClusterInfo::context).orElse(null);
        if (context == null || !folder.remove(context)) {
            throw new Problem(
                    Problem.Kind.MISSING, "KUBECONFIG_UNKNOWN", "The cluster “" + id + "” was not added here: its kubeconfig is a file of yours, or a plugin announces it.");
        }
        write(request, "clusters.remove", context, Audit.Result.OK, 204, Map.of());
        return Response.status(204);
    }

    private void write(RootRequest request, String action, String context, Audit.Result result, int status, Map<String, Object> detail) {
        Audit lines = audit;
        if (lines != null) {
            lines.write(new Audit.Line(request.principal(), action, "", context, result, status, detail));
        }
    }
}
