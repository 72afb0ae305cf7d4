package dev.fresnel.live;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.live.store.Weather;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks the API server by SelfSubjectAccessReview, many at once, each right once in a while. */
@Component
public final class ReviewedRights implements Rights {
    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final long KEPT = Duration.ofSeconds(10).toNanos();
    private static final int MOST = 20_000;
    private static final int AT_ONCE = 8;

    private final Transport transport;
    private final JsonCodec json;
    private final Weather weather;
    private final Map<Question, Said> said = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Said> eldest) {
            return size() > MOST;
        }
    };

    private record Question(String principal, String cluster, Right right) {}

    private record Said(boolean yes, Instant asOf, long at) {}

    @Activate
    public ReviewedRights(@Reference LiveStore store) {
        this.transport = store.transport();
        this.json = store.json();
        this.weather = store.live().weather();
    }

    @Override
    public List<Answer<Boolean>> may(Principal principal, String cluster, List<Right> rights) {
        var turns = new Semaphore(AT_ONCE);
        Map<Right, Future<Answer<Boolean>>> asked = new LinkedHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Right right : rights) {
                asked.computeIfAbsent(right, one -> threads.submit(inTurn(turns, () -> one(principal, cluster, one))));
            }
        }
        return rights.stream().map(right -> result(asked.get(right))).toList();
    }

    private static <T> Callable<T> inTurn(Semaphore turns, Callable<T> call) {
        return () -> {
            turns.acquire();
            try {
                return call.call();
            } finally {
                turns.release();
            }
        };
    }

    private static Answer<Boolean> result(Future<Answer<Boolean>> asked) {
        try {
            return asked.get();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return new Answer.Loading<>();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Problem problem ? problem : new IllegalStateException(failed.getCause());
        }
    }

    private Answer<Boolean> one(Principal principal, String cluster, Right right) {
        var question = new Question(principal.key(), cluster, right);
        synchronized (said) {
            Said known = said.get(question);
            if (known != null && System.nanoTime() - known.at() < KEPT) {
                return new Answer.Known<>(known.yes(), known.asOf());
            }
        }
        try {
            boolean yes = ask(principal, cluster, right);
            if (!yes && weather.settling(cluster)) {
                return new Answer.Unreachable<>(Instant.now(), "The API server has only just come back and refuses; it is asked again.");
            }
            var now = new Said(yes, Instant.now(), System.nanoTime());
            synchronized (said) {
                said.put(question, now);
            }
            return new Answer.Known<>(yes, now.asOf());
        } catch (Problem problem) {
            return switch (problem.kind()) {
                case UNAUTHENTICATED, FORBIDDEN -> new Answer.Forbidden<>(right.verb(), right.resource(), right.namespace());
                case CLUSTER_DOWN, UPSTREAM_TIMEOUT, LIMITED -> new Answer.Unreachable<>(Instant.now(), problem.text());
                default -> throw problem;
            };
        }
    }

    private boolean ask(Principal principal, String cluster, Right right) {
        byte[] body = json.write(Map.of(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec", Map.of("resourceAttributes", attributes(right))));
        var headers = Map.of("Accept", List.of("application/json"), "Content-Type", List.of("application/json"));
        var request = new UpstreamRequest("POST", PATH, headers, new ByteArrayInputStream(body), body.length, Duration.ofSeconds(10));
        try (UpstreamResponse response = transport.open(principal, cluster, request)) {
            if (response.status() / 100 != 2) {
                throw new Problem(
                        response.status() == 401 ? Problem.Kind.UNAUTHENTICATED : Problem.Kind.CLUSTER_DOWN, "LIVE_REVIEW_FAILED",
                        "The API server does not review access: HTTP " + response.status() + ".");
            }
            Json status = json.parse(response.body(), 256 * 1024).get("status");
            return status.get("allowed").flag();
        }
    }

    private static Map<String, Object> attributes(Right right) {
        String[] parts = right.resource().split("/", 2);
        int dot = parts[0].indexOf('.');
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("namespace", right.namespace());
        out.put("verb", right.verb());
        out.put("group", dot < 0 ? "" : parts[0].substring(dot + 1));
        out.put("resource", dot < 0 ? parts[0] : parts[0].substring(0, dot));
        if (parts.length > 1) {
            out.put("subresource", parts[1]);
        }
        return out;
    }
}
