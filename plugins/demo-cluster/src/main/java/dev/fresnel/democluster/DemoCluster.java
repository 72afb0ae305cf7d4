package dev.fresnel.democluster;

import dev.fresnel.api.cluster.ClusterSource;
import dev.fresnel.api.cluster.ClusterSpec;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.job.Job;
import dev.fresnel.democluster.scenario.World;
import dev.fresnel.democluster.server.ApiFailure;
import dev.fresnel.democluster.server.Conversation;
import dev.fresnel.democluster.server.DemoRequest;
import dev.fresnel.democluster.server.DemoResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The demo cluster on the platform: announces itself, answers the Kubernetes API, and lives while its plugin serves.
 *
 * <p>The token stands in the path, because the platform shows a plugin no credentials of requests: who does not come through
 * the cluster that the platform knows does not know the address.
 */
@Component(service = {Endpoint.class, ClusterSource.class, Job.class})
@Route(method = Method.ANY, path = "/k8s/*")
public final class DemoCluster implements Endpoint, ClusterSource, Job {
    private static final String ROOT = "/k8s/";
    private static final long SEED = 20_261_121;
    private static final long PATIENCE_SECONDS = 20;
    private static final long LOOK_MILLIS = 200;

    private final InstantSource clock;
    private final String token;
    private volatile CompletableFuture<World> world = new CompletableFuture<>();
    /** Open until the first request: who never looks at this cluster does not pay for its past. */
    private final CountDownLatch asked = new CountDownLatch(1);

    @Activate
    public DemoCluster() {
        this(InstantSource.system(), randomToken());
    }

    DemoCluster(InstantSource clock, String token) {
        this.clock = clock;
        this.token = token;
    }

    private static String randomToken() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public List<ClusterSpec> clusters() {
        return List.of(new ClusterSpec("demo", "demo", ROOT + token, token));
    }

    /** Waits for the first request, plays the past, then follows the clock until it is interrupted; each run is a new cluster. */
    @Override
    public void run() throws InterruptedException {
        CompletableFuture<World> promise = world;
        asked.await();
        try (World own = new World(SEED, clock)) {
            own.populate();
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            promise.complete(own);
            while (own.awaitWork(LOOK_MILLIS)) {
                own.step();
            }
        } finally {
            world = new CompletableFuture<>();
            promise.cancel(false);
        }
    }

    @Override
    public Response handle(Request request) throws InterruptedException {
        DemoResponse answer;
        try {
            DemoRequest call = demoRequest(request);
            answer = present().server().handle(call);
        } catch (ApiFailure failure) {
            answer = DemoResponse.json(failure.code(), failure.status());
        }
        return new Response(answer.status(), answer.headers(), body(answer.body()));
    }

    private static Response.Body body(DemoResponse.Body body) {
        return switch (body) {
            case DemoResponse.Whole whole -> new Response.Bytes(whole.bytes());
            case DemoResponse.Upgrade upgrade -> new Response.Upgrade(upgrade.protocol(), talk -> upgrade.conversation().talk(new Wire(talk)));
            default -> new Response.Stream(body::writeTo);
        };
    }

    private record Wire(Response.Talk talk) implements Conversation.Wire {
        @Override
        public Optional<byte[]> receive() throws InterruptedException {
            return talk.receive();
        }

        @Override
        public void send(byte[] message) throws IOException, InterruptedException {
            talk.send(message);
        }
    }

    /** The cluster, as soon as its past has been played. */
    private World present() throws InterruptedException {
        asked.countDown();
        try {
            return world.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | java.util.concurrent.CancellationException e) {
            throw ApiFailure.starting();
        }
    }

    private DemoRequest demoRequest(Request request) {
        String raw = request.rawPath();
        String below = raw.substring(raw.indexOf(ROOT) + ROOT.length());
        int cut = below.indexOf('/');
        byte[] given = (cut < 0 ? below : below.substring(0, cut)).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
            throw ApiFailure.unauthorized();
        }
        return new DemoRequest(request.method().name(), cut < 0 ? "/" : below.substring(cut), request.rawQuery(),
                name -> request.header(name).orElse(""), request.body());
    }
}
