package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import dev.fresnel.http.edge.PagesOrigin;
import dev.fresnel.http.edge.Paths;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** One request over Jetty's. */
final class Exchange implements RootRequest {
    private static final long BODY_LIMIT = 64L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Request request;
    private final Parts parts;
    private final String number;
    private final Method method;
    private final String rawPath;
    private final String basePath;
    private final boolean proxied;
    private final Optional<PagesOrigin> pages;
    private final Thread thread = Thread.currentThread();
    private final long begin = System.nanoTime();
    private volatile boolean cut;
    private final String scheme;
    private @Nullable Departure departure;
    private Map<String, String> pathParams = Map.of();
    private Principal principal = Principal.NOBODY;
    private @Nullable String nonce;
    private @Nullable Fields query;
    private @Nullable InputStream body;

    Exchange(Request request, Parts parts, String number, Method method, String rawPath, Settings settings, String scheme) {
        this.request = request;
        this.parts = parts;
        this.number = number;
        this.method = method;
        this.rawPath = rawPath;
        this.basePath = settings.basePath();
        this.proxied = !settings.proxyOrigins().isEmpty();
        this.pages = settings.pages();
        this.scheme = scheme;
    }

    /** Its session has ended: what waits wakes up, what streams breaks off. */
    void cut() {
        cut = true;
        departure().left();
        thread.interrupt();
    }

    boolean isCut() {
        return cut;
    }

    boolean lasts(long nanos) {
        return System.nanoTime() - begin > nanos;
    }

    /** Whether that is an address of a pod's or Service's page. */
    boolean leadsToPage(String location) {
        return pages.filter(origin -> origin.leads(location)).isPresent();
    }

    void matched(Map<String, String> values) {
        pathParams = Map.copyOf(values);
    }

    void isFrom(Principal somebody) {
        principal = somebody;
    }

    /** For the log. */
    String number() {
        return number;
    }

    /** From the first call on it looks whether the client is there. */
    synchronized Departure departure() {
        if (departure == null) {
            departure = new Departure(request);
        }
        return departure;
    }

    Request jetty() {
        return request;
    }

    String credential(String header) {
        return String.join("; ", request.getHeaders().getValuesList(header));
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String path() {
        return Paths.decode(rawPath);
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public String rawQuery() {
        String text = request.getHttpURI().getQuery();
        return text == null ? "" : text;
    }

    @Override
    public String pathParam(String name) {
        String value = pathParams.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no {" + name + "}");
        }
        return value;
    }

    @Override
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    @Override
    public List<String> queryAll(String name) {
        List<String> values = fields().getValues(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    private Fields fields() {
        if (query == null) {
            try {
                query = Request.extractQueryParameters(request);
            } catch (RuntimeException e) {
                throw new Problem(Problem.Kind.INVALID, "QUERY_MALFORMED", "The query of this address cannot be read.", Map.of(), e);
            }
        }
        return query;
    }

    @Override
    public Optional<String> header(String name) {
        if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        var all = new LinkedHashMap<String, List<String>>();
        for (var field : request.getHeaders()) {
            String name = field.getLowerCaseName();
            if (!CREDENTIALS.contains(name)) {
                all.computeIfAbsent(name, key -> new ArrayList<>()).add(field.getValue() == null ? "" : field.getValue());
            }
        }
        return all;
    }

    @Override
    public InputStream body() {
        if (body == null) {
            body = new Body(Request.asInputStream(request), BODY_LIMIT, new BodyPace(PATIENCE), departure());
        }
        return body;
    }

    @Override
    public Optional<String> cluster() {
        return query("cluster");
    }

    @Override
    public View view() {
        String cluster = cluster().orElseThrow(
                () -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name a cluster: ?cluster=ID."));
        return parts.view(principal, cluster);
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public boolean fromHere() {
        boolean forwarded = request.getHeaders().contains("Forwarded") || request.getHeaders().contains("X-Forwarded-For");
        return !forwarded
                && request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                && address.getAddress().isLoopbackAddress();
    }

    /** A proxy that was named says for whom it speaks; anybody else speaks for themselves. */
    @Override
    public String remote() {
        String spokenFor = proxied ? request.getHeaders().get("X-Forwarded-For") : null;
        if (spokenFor != null) {
            String last = spokenFor.substring(spokenFor.lastIndexOf(',') + 1).strip();
            return last.length() > 64 ? last.substring(0, 64) : last;
        }
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }

    @Override
    public String cookies() {
        return credential("Cookie");
    }

    @Override
    public String basePath() {
        return basePath;
    }

    @Override
    public String nonce() {
        if (nonce == null) {
            byte[] bytes = new byte[18];
            RANDOM.nextBytes(bytes);
            nonce = Base64.getEncoder().encodeToString(bytes);
        }
        return nonce;
    }

    @Override
    public CompletionStage<Void> gone() {
        return departure().watch();
    }
}
