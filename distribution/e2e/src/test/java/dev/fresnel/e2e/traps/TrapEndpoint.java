package dev.fresnel.e2e.traps;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GET /api/v1/plugins/traps/step?into=NAME. */
@Component
@Route(path = "/step")
public final class TrapEndpoint implements Endpoint {
    private static final ThreadLocal<Object> KEPT = new ThreadLocal<>();

    private final JsonCodec json;

    @Activate
    public TrapEndpoint(@Reference JsonCodec json) {
        this.json = json;
    }

    /** A type that a shared mapper would remember. */
    public record Deep(String name, Optional<Deep> inner, List<Map<String, Deep>> more) {}

    /** A failure whose class is the plugin's. */
    static final class OwnFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Object held = new Deep("held", Optional.empty(), List.of());

        OwnFailure() {
            super("a failure of the plugin's own class", new IllegalStateException(new OwnCause()));
        }
    }

    /** Deeper inside. */
    static final class OwnCause extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Response handle(Request request) throws Exception {
        var deep = new Deep("a", Optional.of(new Deep("b", Optional.empty(), List.of())), List.of(Map.of("x", new Deep("c", Optional.empty(), List.of()))));
        switch (request.query("into").orElse("")) {
            case "json" -> json.read(json.parse(json.write(deep)), Deep.class);
            case "thread-local" -> KEPT.set(deep);
            case "failure" -> throw new OwnFailure();
            case "problem" -> throw new Problem(Problem.Kind.INVALID, "TRAPS", "a problem", Map.of("value", "text"), new OwnFailure());
            case "client" -> HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(request.query("url").orElseThrow())).build(), HttpResponse.BodyHandlers.ofString());
            case "thread" -> parked(false);
            case "virtual-thread" -> Thread.ofVirtual().start(() -> deep.toString().length());
            case "stream" -> {
                return Response.stream("text/plain", out -> out.write(deep.name().getBytes()));
            }
            case "future" -> CompletableFuture.runAsync(deep::toString, task -> Thread.ofVirtual().start(task)).join();
            case "uncaught" -> parked(true);
            default -> throw new Problem(Problem.Kind.MISSING, "TRAPS_UNKNOWN", "There is no such trap.");
        }
        return Response.json(deep);
    }

    private static void parked(boolean fails) throws InterruptedException {
        var begun = new CountDownLatch(1);
        Thread.ofPlatform().name("orphan").start(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                if (fails) {
                    throw new OwnFailure();
                }
            }
        });
        begun.await();
    }
}
