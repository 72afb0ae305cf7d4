package dev.fresnel.access.home;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Asks API servers about somebody, always with that somebody's own credential. */
@Component(service = ApiServers.class)
public final class ApiServers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ANSWER = 1 << 20;
    private static final String REVIEW = "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

    private final JsonCodec codec;
    private final String chosen;
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Transport transport;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Clusters clusters;

    @Activate
    public ApiServers(BundleContext context, @Reference JsonCodec codec) {
        this.codec = codec;
        String wish = context.getProperty("fresnel.home-cluster");
        this.chosen = wish == null ? "" : wish;
    }

    /** For tests. */
    public ApiServers(JsonCodec codec, String chosen, Clusters clusters, Transport transport) {
        this.codec = codec;
        this.chosen = chosen;
        this.clusters = clusters;
        this.transport = transport;
    }

    /** The cluster whose API server says who may come in: the one that was chosen, else the one we run in, else the first. */
    public String home(Principal asking) {
        if (!chosen.isEmpty()) {
            return chosen;
        }
        List<ClusterInfo> all = clusters().list(asking);
        return all.stream()
                .filter(one -> one.source().equals("in-cluster"))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(ClusterInfo::id)
                .orElseThrow(() -> new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_MISSING", "There is no cluster that could say who you are."));
    }

    /** All that this principal may know of. */
    public List<ClusterInfo> all(Principal asking) {
        return clusters().list(asking);
    }

    /** Whether there is such a cluster. */
    public boolean known(Principal asking, String cluster) {
        return clusters().find(asking, cluster).isPresent();
    }

    /**
     * Whether a cluster's API server does not answer, or has done so again only for that long: what it refuses now need not be so,
     * for it may not have read the keys yet that tokens are signed with.
     */
    public boolean settling(Principal asking, String cluster, Instant now, Duration within) {
        Clusters all = clusters;
        return all != null
                && all.find(asking, cluster)
                        .filter(info -> info.state() != ClusterInfo.State.UP || Duration.between(info.since(), now).compareTo(within) < 0)
                        .isPresent();
    }

    /** The token that opens a path of this server where a cluster answers that a plugin brings; empty for every other path. */
    public Optional<String> inside(String rawPath) {
        Clusters now = clusters;
        return now == null
                ? Optional.empty()
                : now.inside().entrySet().stream()
                        .filter(one -> rawPath.equals(one.getKey()) || rawPath.startsWith(one.getKey() + "/"))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    private Clusters clusters() {
        return there(clusters);
    }

    private static <T> T there(@Nullable T service) {
        return Optional.ofNullable(service)
                .orElseThrow(() -> new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet: it waits for its clusters."));
    }

    /**
     * Whose token that is. A server before 1.28 has no SelfSubjectReview: any answer but 401 shows that it knows the token.
     *
     * @throws Problem MISSING when there is no such cluster; CLUSTER_DOWN, UPSTREAM_TIMEOUT
     */
    public Verdict who(Principal candidate, String cluster) {
        Answer answer = post(candidate, cluster, "/apis/authentication.k8s.io/v1/selfsubjectreviews", REVIEW);
        if (answer.status() == 401) {
            return new Verdict.Refused();
        }
        if (answer.status() == 201) {
            Json user = answer.body().at("/status/userInfo");
            return new Verdict.Accepted(user.get("username").text(), user.get("groups").items().stream().map(Json::text).toList());
        }
        if (answer.status() >= 500 || answer.status() == 429) {
            throw down(cluster, answer.status());
        }
        return harmless(candidate, cluster);
    }

    private Verdict harmless(Principal candidate, String cluster) {
        Answer answer = post(candidate, cluster, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", access("get", "insight"));
        return switch (answer.status()) {
            case 401 -> new Verdict.Refused();
            case 201, 403 -> new Verdict.Accepted("", List.of());
            default -> throw down(cluster, answer.status());
        };
    }

    /**
     * Whether cluster roles grant that on a resource of the group {@code fresnel.dev}.
     *
     * @throws Problem UNAUTHENTICATED when the API server does not know the credential; CLUSTER_DOWN, UPSTREAM_TIMEOUT
     */
    public boolean may(Principal principal, String cluster, String verb, String resource) {
        Answer answer = post(principal, cluster, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", access(verb, resource));
        return switch (answer.status()) {
            case 201 -> answer.body().at("/status/allowed").flag();
            case 401 -> throw new Problem(Problem.Kind.UNAUTHENTICATED, "TOKEN_REFUSED", "The cluster does not take this token any more: sign in again.");
            case 403 -> false;
            default -> throw down(cluster, answer.status());
        };
    }

    private static String access(String verb, String resource) {
        return ("{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                        + "\"spec\":{\"resourceAttributes\":{\"group\":\"fresnel.dev\",\"verb\":\"%s\",\"resource\":\"%s\"}}}")
                .formatted(verb, resource);
    }

    private record Answer(int status, Json body) {}

    private Answer post(Principal principal, String cluster, String target, String body) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var request = new UpstreamRequest(
                "POST",
                target,
                Map.of("Content-Type", List.of("application/json"), "Accept", List.of("application/json")),
                new ByteArrayInputStream(bytes),
                bytes.length,
                PATIENCE);
        try (UpstreamResponse answer = there(transport).open(principal, cluster, request)) {
            answer.headers().getOrDefault("date", List.of()).stream().findFirst().ifPresent(date -> skew.note(cluster, date));
            boolean json = answer.status() == 201;
            return new Answer(answer.status(), codec.parse(json ? answer.body().readNBytes(ANSWER) : new byte[] {'{', '}'}));
        } catch (java.io.IOException e) {
            throw new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_CONNECTION_LOST", "The cluster “" + cluster + "” broke off its answer.", Map.of("cluster", cluster), e);
        }
    }

    private static Problem down(String cluster, int status) {
        return new Problem(
                Problem.Kind.CLUSTER_DOWN,
                "CLUSTER_REVIEW_FAILED",
                "The cluster “" + cluster + "” cannot say who you are now (" + status + "): try again.",
                Map.of("cluster", cluster, "status", status),
                null);
    }
}
