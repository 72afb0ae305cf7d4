package dev.fresnel.outbound;

import dev.fresnel.api.outbound.OutboundRequest;
import dev.fresnel.api.outbound.OutboundResponse;
import dev.fresnel.api.plugin.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/** One plugin's client: connects to judged addresses only, follows no redirect by itself. */
final class Client implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LARGEST = 64 << 20;
    private static final int REDIRECTS = 3;
    private static final Set<String> OURS = Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer");
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization", "x-api-key", "api-key");

    private final Gatekeeper gate;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService clock;

    Client(String name, Gatekeeper gate) {
        this.gate = gate;
        this.clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("outbound-" + name).inheritInheritableThreadLocals(false).factory());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Judged())
                .setMaxConnTotal(16)
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.ofSeconds(5)).setTimeToLive(Timeout.ofSeconds(30)).build())
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .setUserAgent("fresnel")
                .build();
    }

    /** The lookup of this client is the judged one, and its addresses are what is connected to. */
    private final class Judged implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return gate.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    OutboundResponse send(OutboundRequest request) {
        Duration deadline = request.deadline().compareTo(LONGEST) > 0 ? LONGEST : request.deadline();
        long end = System.nanoTime() + deadline.toNanos();
        int limit = Math.min(request.limit(), LARGEST);
        URI at = gate.judge(request.uri());
        OutboundRequest now = request;
        for (int hop = 0; ; hop++) {
            OutboundResponse answer = once(now, at, limit, end);
            String location = answer.headers().getOrDefault("location", List.of("")).getFirst();
            boolean redirected = Set.of(301, 302, 303, 307, 308).contains(answer.status()) && !location.isEmpty();
            if (!redirected) {
                return answer;
            }
            if (hop == REDIRECTS) {
                throw new Problem(Problem.Kind.FORBIDDEN, "OUTBOUND_REFUSED", "More than " + REDIRECTS + " redirects from " + request.uri().getHost() + ".");
            }
            URI next = gate.judge(at.resolve(location));
            if (at.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
                throw new Problem(Problem.Kind.FORBIDDEN, "OUTBOUND_REFUSED", "A redirect from https to http is not followed: " + next.getHost() + ".");
            }
            now = redirected(now, at, next, answer.status());
            at = next;
        }
    }

    private static OutboundRequest redirected(OutboundRequest from, URI at, URI next, int status) {
        boolean same = at.getHost().equalsIgnoreCase(next.getHost()) && at.getPort() == next.getPort() && at.getScheme().equalsIgnoreCase(next.getScheme());
        Map<String, List<String>> headers = new LinkedHashMap<>(from.headers());
        if (!same) {
            headers.keySet().removeIf(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
        }
        boolean asGet = status == 303 || (status == 301 || status == 302) && from.method().equals("POST");
        return new OutboundRequest(asGet ? "GET" : from.method(), next, headers, asGet ? new byte[0] : from.body(), from.limit(), from.deadline());
    }

    private OutboundResponse once(OutboundRequest request, URI at, int limit, long end) {
        long left = Math.max(1, (end - System.nanoTime()) / 1_000_000 + 1); // never before the end, or it would be no timeout
        var sent = new HttpUriRequestBase(request.method(), at);
        request.headers().forEach((name, values) -> values.stream().filter(value -> !OURS.contains(name.toLowerCase(Locale.ROOT))).forEach(value -> sent.addHeader(name, value)));
        if (request.body().length > 0) {
            sent.setEntity(new ByteArrayEntity(request.body(), null));
        }
        sent.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.ofMilliseconds(left)).setConnectionRequestTimeout(Timeout.ofMilliseconds(left)).build());
        var alarm = clock.schedule(sent::cancel, left, TimeUnit.MILLISECONDS); // a drip of bytes would never time out
        try {
            return client.execute(sent, response -> read(response, limit));
        } catch (Gatekeeper.Refused refused) {
            throw refused.problem;
        } catch (IOException failed) {
            throw System.nanoTime() >= end
                    ? new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "OUTBOUND_TIMEOUT", at.getHost() + " did not answer in time.", Map.of("host", at.getHost()), failed)
                    : new Problem(Problem.Kind.CLUSTER_DOWN, "OUTBOUND_FAILED", at.getHost() + " cannot be reached: " + failed.getMessage(), Map.of("host", at.getHost()), failed);
        } finally {
            alarm.cancel(false);
        }
    }

    private static OutboundResponse read(ClassicHttpResponse response, int limit) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add(String.valueOf(header.getValue()));
        }
        if (response.getEntity() == null) {
            return new OutboundResponse(response.getCode(), headers, new byte[0]);
        }
        try (InputStream in = response.getEntity().getContent()) {
            byte[] body = in.readNBytes(limit);
            if (body.length == limit && in.read() >= 0) {
                throw new Problem(Problem.Kind.LIMITED, "OUTBOUND_TOO_LONG", "The answer is longer than " + limit + " bytes.", Map.of("limit", limit), null);
            }
            return new OutboundResponse(response.getCode(), headers, body);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }
}
