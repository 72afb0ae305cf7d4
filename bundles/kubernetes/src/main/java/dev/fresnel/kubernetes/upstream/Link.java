package dev.fresnel.kubernetes.upstream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.kubernetes.credential.Proof;
import dev.fresnel.kubernetes.kubeconfig.Server;
import dev.fresnel.kubernetes.tls.ClientCertificate;
import dev.fresnel.kubernetes.tls.Tls;
import dev.fresnel.spi.transport.Address;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Connections to one API server with one client certificate or none; owns the JDK client and its threads. */
public final class Link implements AutoCloseable {
    /** The JDK's client writes them itself. */
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final Server server;
    private final Failures failures;
    private final URI base;
    private final Address address;
    private final ExecutorService threads;
    private final HttpClient client;
    private final String agent;
    private final Runnable broke;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param agent the User-Agent of requests that bring none
     * @param broke told when an answer breaks off
     * @throws Problem INVALID when the configuration cannot be used
     */
    public Link(Server server, @Nullable ClientCertificate certificate, ProxyRules proxies, String agent, Runnable broke) {
        this.server = server;
        this.agent = agent;
        this.broke = broke;
        this.failures = new Failures(server);
        this.base = URI.create(server.url());
        this.address = address(proxies.proxyTo(server), secure() ? Optional.of(Tls.context(server, certificate)) : Optional.empty());
        this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fresnel-upstream-", 0).factory());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(threads)
                .proxy(address.proxy().map(Link::selector).orElse(HttpClient.Builder.NO_PROXY));
        address.tls().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    private static ProxySelector selector(Address.Proxy proxy) {
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
    }

    private Address address(Optional<Address.Proxy> proxy, Optional<SSLContext> tls) {
        String host = String.valueOf(base.getHost()).replaceAll("[\\[\\]]", "");
        int port = base.getPort() > 0 ? base.getPort() : secure() ? 443 : 80;
        return new Address(String.valueOf(base.getRawAuthority()), host, port, tls, proxy);
    }

    /** Where its connections lead. */
    public Address address() {
        return address;
    }

    /** What stands in front of each path: {@code ""} or {@code /prefix}. */
    public String prefix() {
        return String.valueOf(base.getRawPath());
    }

    public String agent() {
        return agent;
    }

    /** Says in words why there was no answer. */
    public Problem problem(Throwable failure) {
        return failures.problem(failure);
    }

    /** Somebody else carries the bytes of an answer. */
    public void begins() {
        open.incrementAndGet();
    }

    /** It is over. */
    public void ends() {
        open.decrementAndGet();
    }

    private boolean secure() {
        return server.url().regionMatches(true, 0, "https:", 0, 6);
    }

    /** How many answers are under way. */
    public int open() {
        return open.get();
    }

    /** Sends one request and waits for the head of the answer. @throws Problem CLUSTER_DOWN, UPSTREAM_TIMEOUT, INVALID */
    public UpstreamResponse send(UpstreamRequest request, Proof proof) {
        checkProxy();
        HttpRequest upstream = build(request, proof);
        open.incrementAndGet();
        boolean answered = false;
        try {
            HttpResponse<InputStream> head = await(upstream, request.headTimeout());
            if (head.body() == null) {
                // Only a proxy's refusal of a tunnel has none.
                throw failures.proxyRefused(head.statusCode());
            }
            UpstreamResponse answer = new Exchange(head, open::decrementAndGet, broke);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                open.decrementAndGet();
            }
        }
    }

    /** The JDK's client speaks to HTTP proxies alone. */
    private void checkProxy() {
        if (address.proxy().isPresent() && address.proxy().get().kind() != Address.Kind.HTTP) {
            throw new Problem(
                    Problem.Kind.INVALID, "PROXY_FOR_TUNNEL_ONLY", "Pages do not go through a proxy of the kind “" + address.proxy().get().kind()
                            + "” yet; kubectl through this server does.");
        }
    }

    private HttpResponse<InputStream> await(HttpRequest upstream, Duration limit) {
        CompletableFuture<HttpResponse<InputStream>> answer = client.sendAsync(upstream, BodyHandlers.ofInputStream());
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(answer);
            throw failures.timeout(limit);
        } catch (InterruptedException e) {
            giveUp(answer);
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "INTERRUPTED", "The request was given up.", Map.of(), e);
        } catch (ExecutionException e) {
            throw failures.problem(e.getCause());
        } catch (CancellationException e) {
            throw failures.problem(e);
        }
    }

    /** Cancels; should the answer come at the same moment, its body is closed. */
    private static void giveUp(CompletableFuture<HttpResponse<InputStream>> answer) {
        if (!answer.cancel(true) && !answer.isCompletedExceptionally()) {
            try {
                answer.join().body().close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }

    private HttpRequest build(UpstreamRequest request, Proof proof) {
        URI uri = Target.uri(server.url(), request.target());
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(request.method(), body(request));
            boolean named = false;
            for (var header : request.headers().entrySet()) {
                if (OWN.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                    continue;
                }
                named |= header.getKey().equalsIgnoreCase("user-agent");
                header.getValue().forEach(value -> builder.header(header.getKey(), value));
            }
            if (!named) {
                builder.setHeader("User-Agent", agent);
            }
            identify(builder, proof);
            return builder.build();
        } catch (IllegalArgumentException e) {
            // The JDK's words quote the header, which may be a credential.
            throw new Problem(
                    Problem.Kind.INVALID, "REQUEST_INVALID", "The request cannot be passed on: a header or the credential holds what HTTP does not allow.");
        }
    }

    /**
     * Opens a WebSocket and waits for it. Only HTTP proxies are passed, as for {@link #send}.
     *
     * @param target path and query at the API server
     * @param protocols subprotocols, best first
     * @throws Refused when the API server answers with something else
     * @throws Problem CLUSTER_DOWN, UPSTREAM_TIMEOUT, INVALID
     */
    public Upgraded socket(String target, List<String> protocols, Proof proof, WebSocket.Listener listener) {
        checkProxy();
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(HANDSHAKE);
        try {
            builder.subprotocols(protocols.getFirst(), protocols.stream().skip(1).toArray(String[]::new));
            builder.header("User-Agent", agent);
            identity(proof).forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.INVALID, "REQUEST_INVALID", "The credential holds what HTTP does not allow.");
        }
        open.incrementAndGet();
        var over = new AtomicBoolean();
        Upgraded upgraded = null;
        try {
            upgraded = new Upgraded(await(builder, Target.uri(server.url(), target), listener), () -> {
                if (!over.getAndSet(true)) {
                    open.decrementAndGet();
                }
            });
            return upgraded;
        } finally {
            if (upgraded == null) {
                open.decrementAndGet();
            }
        }
    }

    private WebSocket await(WebSocket.Builder builder, URI http, WebSocket.Listener listener) {
        CompletableFuture<WebSocket> answer = builder.buildAsync(URI.create("ws" + http.toString().substring(4)), listener);
        try {
            return answer.get(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.whenComplete((late, failure) -> {
                if (late != null) {
                    late.abort();
                }
            });
            throw failures.timeout(HANDSHAKE);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "INTERRUPTED", "The request was given up.", Map.of(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode());
            }
            throw failures.problem(e.getCause());
        }
    }

    /** An open WebSocket; who has it says once when it is over. */
    public record Upgraded(WebSocket socket, Runnable over) {}

    /** The API server would not open a WebSocket. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status) {
            super("HTTP " + status, null, false, false);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private void identify(HttpRequest.Builder builder, Proof proof) {
        identity(proof).forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        address.proxy()
                .map(Address.Proxy::authorization)
                .filter(authorization -> !authorization.isEmpty())
                .ifPresent(authorization -> builder.setHeader("Proxy-Authorization", authorization));
    }

    /** The headers of a proof. Like kubectl, sends no credential over plain HTTP; loopback is no network. */
    public Map<String, List<String>> identity(Proof proof) {
        boolean safe = secure() || loopback(base.getHost());
        if (proof.impersonation().isEmpty()) {
            return safe && !proof.authorization().isEmpty() ? Map.of("Authorization", List.of(proof.authorization())) : Map.of();
        }
        var headers = new LinkedHashMap<>(proof.impersonation());
        if (safe && !proof.authorization().isEmpty()) {
            headers.put("Authorization", List.of(proof.authorization()));
        }
        return headers;
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static HttpRequest.BodyPublisher body(UpstreamRequest request) {
        if (request.length() == 0) {
            return BodyPublishers.noBody();
        }
        HttpRequest.BodyPublisher stream = BodyPublishers.ofInputStream(request::body);
        return request.length() < 0 ? stream : BodyPublishers.fromPublisher(stream, request.length());
    }

    /** Lets what is under way end by itself and takes nothing new. */
    public void retire() {
        client.shutdown();
    }

    /** Ends everything at once. */
    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
