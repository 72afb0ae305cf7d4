package dev.fresnel.access.home;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import dev.fresnel.switchboard.BundleCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** API servers by hand: they know tokens, answer reviews, count what they are asked, and can be down. */
public final class FakeServers implements Transport, Clusters {
    public final Map<String, String> users = new ConcurrentHashMap<>();
    public final Set<String> rights = ConcurrentHashMap.newKeySet();
    public final Set<String> seen = ConcurrentHashMap.newKeySet();
    public final AtomicInteger calls = new AtomicInteger();
    public final Map<String, String> inside = new ConcurrentHashMap<>();
    public volatile boolean down;
    /** When they began to answer. */
    public volatile Instant up = Instant.EPOCH;
    public volatile boolean old;
    private final JsonCodec codec = new BundleCodec();

    public ApiServers asked() {
        return new ApiServers(codec, "", this, this);
    }

    public ApiServers asked(String home) {
        return new ApiServers(codec, home, this, this);
    }

    @Override
    public List<ClusterInfo> list(Principal principal) {
        return List.of(info("first", "kubeconfig"), info("second", "kubeconfig"));
    }

    private ClusterInfo info(String id, String source) {
        return new ClusterInfo(id, id, source, down ? ClusterInfo.State.DOWN : ClusterInfo.State.UP, up, null, null, null, null);
    }

    @Override
    public Optional<ClusterInfo> find(Principal principal, String id) {
        return list(principal).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public Map<String, String> inside() {
        return inside;
    }

    @Override
    public Discovery discovery(Principal principal, String id) {
        return new Discovery(List.of(), List.of());
    }

    @Override
    public AutoCloseable watch(Listener listener) {
        return () -> {};
    }

    @Override
    public UpstreamResponse open(Principal principal, String cluster, UpstreamRequest request) {
        calls.incrementAndGet();
        if (down) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_UNREACHABLE", "down");
        }
        String token = principal.token().orElseThrow(() -> new AssertionError("asked with somebody else's credential"));
        seen.add(cluster + " " + token);
        String user = users.get(cluster + " " + token);
        if (user == null) {
            return answer(401, "{}");
        }
        if (request.target().endsWith("/selfsubjectreviews")) {
            return old ? answer(404, "{}") : answer(201, "{\"status\":{\"userInfo\":{\"username\":\"" + user + "\",\"groups\":[\"g\",\"system:authenticated\"]}}}");
        }
        var asked = codec.parse(bytes(request.body())).at("/spec/resourceAttributes");
        boolean allowed = asked.get("group").text().equals("fresnel.dev") && rights.contains(user + " " + asked.get("verb").text() + " " + asked.get("resource").text());
        return answer(201, "{\"status\":{\"allowed\":" + allowed + "}}");
    }

    private static byte[] bytes(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UpstreamResponse answer(int status, String body) {
        return new UpstreamResponse() {
            @Override
            public int status() {
                return status;
            }

            @Override
            public Map<String, List<String>> headers() {
                return Map.of();
            }

            @Override
            public InputStream body() {
                return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close() {}
        };
    }
}
