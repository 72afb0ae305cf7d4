package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.LogsWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Streams} that one bundle gets; what it leaves open is closed with it. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginStreams implements Streams {
    private static final int LARGEST_REFUSAL = 64 * 1024;

    private final Transport transport;
    private final JsonCodec json;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Activate
    public PluginStreams(@Reference Transport transport, @Reference JsonCodec json) {
        this.transport = transport;
        this.json = json;
    }

    @Deactivate
    public void close() {
        closed = true;
        open.forEach(Open::close);
    }

    @Override
    public InputStream logs(View view, LogsWanted wanted) {
        ObjectRef pod = wanted.pod();
        if (!pod.cluster().equals(view.cluster())) {
            throw new Problem(Problem.Kind.INVALID, "STREAM_OTHER_CLUSTER", "This view is of " + view.cluster() + ", not of " + pod.cluster() + ".");
        }
        UpstreamResponse response = open(CallersView.of(view), path(wanted));
        if (response.status() != 200) {
            try (response) {
                throw refused(pod, response);
            }
        }
        var stream = new Open(response);
        open.add(stream);
        if (closed) {
            stream.close();
            throw new IllegalStateException("the plugin has left");
        }
        return stream;
    }

    /** A connection to the cluster may begin here and outlive the plugin: its threads must not inherit the plugin's class loader. */
    private UpstreamResponse open(CallersView view, String path) {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(PluginStreams.class.getClassLoader());
        try {
            return transport.open(view.principal(), view.cluster(), UpstreamRequest.get(path, "*/*"));
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private static String path(LogsWanted wanted) {
        var query = new StringBuilder("timestamps=true");
        add(query, "container", wanted.container());
        add(query, "previous", wanted.previous() ? "true" : "");
        add(query, "follow", wanted.follow() ? "true" : "");
        add(query, "sinceSeconds", wanted.sinceSeconds() > 0 ? String.valueOf(wanted.sinceSeconds()) : "");
        add(query, "tailLines", wanted.tail() >= 0 ? String.valueOf(wanted.tail()) : "");
        return "/api/v1/namespaces/" + encode(wanted.pod().namespace()) + "/pods/" + encode(wanted.pod().name()) + "/log?" + query;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append('&').append(name).append('=').append(encode(value));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Problem refused(ObjectRef pod, UpstreamResponse response) {
        Problem.Kind kind = switch (response.status()) {
            case 400, 422 -> Problem.Kind.INVALID;
            case 401 -> Problem.Kind.UNAUTHENTICATED;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404 -> Problem.Kind.MISSING;
            case 429 -> Problem.Kind.LIMITED;
            default -> Problem.Kind.CLUSTER_DOWN;
        };
        String text = "";
        try {
            text = json.parse(text(response), LARGEST_REFUSAL).get("message").text();
        } catch (Problem | IOException none) {
            // the status says enough
        }
        return new Problem(
                kind, "STREAM_REFUSED", text.isEmpty() ? "The log of " + pod.name() + " cannot be had: HTTP " + response.status() + "." : text,
                Map.of("status", response.status(), "namespace", pod.namespace(), "name", pod.name()), null);
    }

    private static InputStream text(UpstreamResponse response) throws IOException {
        boolean gzip = response.headers().getOrDefault("content-encoding", List.of()).contains("gzip");
        return gzip ? new GZIPInputStream(response.body()) : response.body();
    }

    /** Closing it from any thread ends a blocked read. */
    private final class Open extends FilterInputStream {
        private final UpstreamResponse response;

        Open(UpstreamResponse response) {
            super(response.body());
            this.response = response;
        }

        @Override
        public void close() {
            open.remove(this);
            response.close();
        }
    }
}
