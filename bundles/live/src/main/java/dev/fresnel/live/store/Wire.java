package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/** Requests for one scope, sent as one principal. */
final class Wire {
    /** Plain JSON last, for servers that know no Table. */
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    /** Secrets of a server that knows no Table must not come with their values either (rule R14). */
    private static final String SECRET_TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    private final Transport transport;
    private final Principal principal;
    private final Scope scope;
    private final BooleanSupplier same;

    /** @param same whether the cluster is still the one that is meant */
    Wire(Transport transport, Principal principal, Scope scope, BooleanSupplier same) {
        this.transport = transport;
        this.principal = principal;
        this.scope = scope;
        this.same = same;
    }

    /** Opens a list or watch; {@code query} without {@code includeObject}. */
    UpstreamResponse open(String query) throws Refusal {
        String include = scope.secret() ? "Metadata" : "Object";
        return open(query, include);
    }

    /** As {@link #open}, without the objects. */
    UpstreamResponse bare(String query) throws Refusal {
        return open(query, "None");
    }

    /** Reads one object, as a Table of one row. */
    UpstreamResponse single(String namespace, String name) throws Refusal {
        return send(scope.in(namespace).path() + "/" + Scope.encode(name) + "?includeObject=" + (scope.secret() ? "Metadata" : "Object"));
    }

    /** The same as a list of that one name, which is another right. */
    UpstreamResponse listed(String namespace, String name) throws Refusal {
        return send(scope.in(namespace).path() + "?fieldSelector=" + Scope.encode("metadata.name=" + name) + "&includeObject=" + (scope.secret() ? "Metadata" : "Object"));
    }

    private UpstreamResponse open(String query, String include) throws Refusal {
        return send(scope.path() + "?" + (query.isEmpty() ? "" : query + "&") + "includeObject=" + include);
    }

    private UpstreamResponse send(String target) throws Refusal {
        if (!same.getAsBoolean()) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "LIVE_CLUSTER_CHANGED", "Another API server is configured here now.");
        }
        UpstreamResponse response =
                transport.open(principal, scope.cluster(), UpstreamRequest.get(target, scope.secret() ? SECRET_TABLE : TABLE));
        if (response.status() / 100 == 2) {
            return response;
        }
        try (response) {
            throw Refusal.of(response);
        }
    }

    /** Asks for one row without its object: whether listing works. */
    void probe() throws Refusal {
        open("limit=1", "None").close();
    }

    /** The body as JSON text. */
    static InputStream text(UpstreamResponse response) throws IOException {
        boolean gzip = response.headers().getOrDefault("content-encoding", List.of()).contains("gzip");
        return gzip ? new GZIPInputStream(response.body(), 64 * 1024) : response.body();
    }
}
