package dev.fresnel.kubernetes.web;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /k8s/{cluster}/…}: the Kubernetes API of a cluster with the caller's rights, so that kubectl works through us. */
@Component
@RootRoute(method = Method.ANY, path = {"/k8s/{cluster}", "/k8s/{cluster}/*"})
public final class PassThrough implements RootEndpoint {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.fresnel.audit");
    private static final String PREFIX = "/k8s/";
    private static final int CHUNK = 64 << 10;

    /** Watches are many and their events small. */
    private static final int SMALL_CHUNK = 8 << 10;

    /** The API server has its own limits; the client's going ends the wait. */
    private static final Duration PATIENCE = Duration.ofHours(6);

    private final Transport transport;
    private final boolean readOnly;

    @Activate
    public PassThrough(BundleContext context, @Reference Transport transport) {
        this(transport, "true".equalsIgnoreCase(context.getProperty("fresnel.read-only")));
    }

    PassThrough(Transport transport, boolean readOnly) {
        this.transport = transport;
        this.readOnly = readOnly;
    }

    @Override
    public Response handle(RootRequest request) throws IOException {
        String path = upstreamPath(request.rawPath());
        boolean write = Writes.changes(request.method(), path);
        if (readOnly && write) {
            return audited(request, path, Status.of(403, "Forbidden", "This server is read-only: nothing may be changed through it."));
        }
        if (PassedHeaders.upgrade(request.headers())) {
            return Status.of(501, "NotImplemented", "exec, attach and port-forward do not go through this server yet: use the cluster's own address for them.");
        }
        Response response;
        try {
            response = pass(request, path);
        } catch (Problem problem) {
            response = Status.of(problem);
        }
        return write ? audited(request, path, response) : response;
    }

    private static String upstreamPath(String rawPath) {
        int slash = rawPath.indexOf('/', PREFIX.length());
        return slash < 0 ? "/" : rawPath.substring(slash);
    }

    private Response pass(RootRequest request, String path) throws IOException {
        var departure = new Departure();
        boolean lasting = Writes.lasting(request.method(), path, request.rawQuery());
        if (lasting) {
            // Asking costs the client its connection (nobody reads it meanwhile), so only where writing may not tell for long.
            request.gone().thenRun(departure::gone);
        }
        UpstreamResponse answer = null;
        try {
            answer = transport.open(request.principal(), request.pathParam("cluster"), upstream(request, path));
        } finally {
            departure.answered(answer);
        }
        return response(request.method(), answer, lasting ? SMALL_CHUNK : CHUNK);
    }

    private static UpstreamRequest upstream(RootRequest request, String path) throws IOException {
        String query = request.rawQuery();
        InputStream body = request.body();
        long length = length(request);
        if (length < 0) {
            var peeked = new PushbackInputStream(body);
            int first = peeked.read();
            if (first < 0) {
                length = 0;
            } else {
                peeked.unread(first);
            }
            body = peeked;
        }
        return new UpstreamRequest(
                request.method().name(),
                query.isEmpty() ? path : path + "?" + query,
                PassedHeaders.toUpstream(request.headers()),
                body,
                length,
                PATIENCE);
    }

    /** -1 when only reading can tell. */
    private static long length(RootRequest request) {
        try {
            return request.header("content-length").map(Long::parseLong).orElse(-1L);
        } catch (NumberFormatException e) {
            throw new Problem(Problem.Kind.INVALID, "REQUEST_INVALID", "The Content-Length is no number.");
        }
    }

    private static Response response(Method method, UpstreamResponse answer, int chunk) {
        var headers = PassedHeaders.toClient(answer.headers());
        boolean empty = method == Method.HEAD || answer.status() == 204 || answer.status() == 304;
        if (empty) {
            answer.close();
            return new Response(answer.status(), headers, new Response.Empty());
        }
        return new Response(answer.status(), headers, new Response.Stream(out -> copy(answer, out, new byte[chunk])));
    }

    /** Flushes whenever nothing more is there yet, so that events of a watch arrive as they come. */
    private static void copy(UpstreamResponse answer, OutputStream out, byte[] chunk) throws IOException {
        try (answer) {
            if (!answer.headers().containsKey("content-length")) {
                out.flush(); // The head: a watch may have nothing to say for long.
            }
            InputStream in = answer.body();
            int read = in.read(chunk);
            while (read >= 0) {
                out.write(chunk, 0, read);
                if (in.available() == 0) {
                    out.flush();
                }
                read = in.read(chunk);
            }
        }
    }

    private static Response audited(RootRequest request, String path, Response response) {
        AUDIT.info(
                "{} {} by {} in {}: {}",
                request.method(),
                printable(request.rawQuery().contains("dryRun=") ? path + "?dryRun" : path),
                printable(request.principal().toString()),
                printable(request.pathParam("cluster")),
                response.status());
        return response;
    }

    /** One line stays one line. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    }
}
