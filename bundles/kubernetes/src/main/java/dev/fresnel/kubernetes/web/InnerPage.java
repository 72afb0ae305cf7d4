package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * GET /api/v1/clusters/{cluster}/http/{namespace}/pods|services/[https:]NAME[:PORT]/…: what a pod or Service answers, fetched by the API
 * server's proxy with the caller's own right. It is somebody else's page. Where such pages have origins of their own, the answer leads
 * there, with a ticket; else a sandbox keeps it from being one of ours, no cookie goes in or comes out, and it is cut off at 64 MB.
 */
@Component
@RootRoute(method = Method.GET, path = "/api/v1/clusters/{cluster}/http/{namespace}/{kind}/{target}/*")
public final class InnerPage implements RootEndpoint {
    static final long MOST = 64L << 20;

    /** Without {@code allow-same-origin}: its scripts are of no origin, and reach neither our cookies nor our storage. */
    static final String SANDBOX = "sandbox allow-scripts allow-forms; frame-ancestors 'none'; base-uri 'none'";

    private static final Set<String> KINDS = Set.of("pods", "services");
    private static final List<String> ASKED = List.of("accept", "accept-language");
    private static final List<String> TOLD = List.of("content-type", "content-language", "last-modified");

    private final Transport transport;
    private volatile @Nullable Pages pages;

    @Activate
    public InnerPage(@Reference Transport transport) {
        this.transport = transport;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setPages(Pages now) {
        pages = now;
    }

    synchronized void unsetPages(Pages former) {
        if (pages == former) {
            pages = null;
        }
    }

    @Override
    public Response handle(RootRequest request) {
        String kind = request.pathParam("kind");
        if (!KINDS.contains(kind)) {
            throw new Problem(Problem.Kind.INVALID, "TARGET_INVALID", "Pods and services answer HTTP, not " + kind + ".");
        }
        Pages own = pages;
        if (own != null) {
            String named = request.pathParam("target").replaceFirst("^https?:", "").replaceFirst(":.*", "");
            var target = new Pages.Target(request.pathParam("cluster"), proxy(request, kind), named);
            return Response.status(303).withHeader("Location", own.enter(request.principal(), target, "/" + rest(request) + query(request)).toString());
        }
        UpstreamResponse answer = transport.open(request.principal(), request.pathParam("cluster"), ask(request, kind));
        var headers = new LinkedHashMap<String, List<String>>();
        TOLD.forEach(name -> {
            if (answer.headers().containsKey(name)) {
                headers.put(name, answer.headers().get(name));
            }
        });
        headers.put("Content-Security-Policy", List.of(SANDBOX));
        headers.put("Cache-Control", List.of("no-store"));
        return new Response(answer.status(), headers, new Response.Stream(out -> copy(answer, out)));
    }

    private static UpstreamRequest ask(RootRequest request, String kind) {
        var headers = new LinkedHashMap<String, List<String>>(Map.of("Accept-Encoding", List.of("identity")));
        ASKED.forEach(name -> request.header(name).ifPresent(value -> headers.put(name, List.of(value))));
        return new UpstreamRequest("GET", proxy(request, kind) + "/" + rest(request) + query(request), headers, InputStream.nullInputStream(), 0, Duration.ofSeconds(30));
    }

    private static String proxy(RootRequest request, String kind) {
        return "/api/v1/namespaces/" + encode(request.pathParam("namespace")) + "/" + kind + "/" + encode(request.pathParam("target")) + "/proxy";
    }

    private static String query(RootRequest request) {
        return request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
    }

    /** What follows the target, as it was sent. */
    private static String rest(RootRequest request) {
        String[] parts = request.rawPath().split("/", 10);
        String rest = parts.length > 9 ? parts[9] : "";
        if (rest.toLowerCase(Locale.ROOT).replace("%2e", ".").matches("(.*[/\\\\])?\\.\\.([/\\\\].*)?")) {
            throw new Problem(Problem.Kind.INVALID, "TARGET_INVALID", "A path that leads upwards is not passed on.");
        }
        return rest;
    }

    private static String encode(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
    }

    private static void copy(UpstreamResponse answer, OutputStream out) throws IOException {
        try (answer) {
            byte[] buffer = new byte[32 << 10];
            long left = MOST;
            for (int length = answer.body().read(buffer); length >= 0; length = answer.body().read(buffer)) {
                if (length > left) {
                    throw new IOException("the answer is larger than " + MOST + " bytes");
                }
                out.write(buffer, 0, length);
                left -= length;
            }
        }
    }
}
