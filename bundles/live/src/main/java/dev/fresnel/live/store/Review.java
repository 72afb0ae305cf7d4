package dev.fresnel.live.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Transport;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the API server what a principal may do, with the principal's own credential (rule R5). */
final class Review {
    private static final String PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private final Transport transport;
    private final JsonCodec json;
    private final AtomicLong asked = new AtomicLong();

    Review(Transport transport, JsonCodec json) {
        this.transport = transport;
        this.json = json;
    }

    /** What a review said. */
    enum Word {
        YES,
        NO,
        /** The review itself failed: only the real request can tell. */
        UNKNOWN
    }

    /** @throws Problem when the API server cannot be asked at all */
    Word may(Principal principal, Scope scope, String verb) {
        asked.incrementAndGet();
        byte[] body = body(scope, verb);
        var request = new UpstreamRequest(
                "POST",
                PATH,
                Map.of("Accept", List.of("application/json"), "Content-Type", List.of("application/json")),
                new ByteArrayInputStream(body),
                body.length,
                Duration.ofSeconds(10));
        try (UpstreamResponse response = transport.open(principal, scope.cluster(), request)) {
            if (response.status() / 100 != 2) {
                return Word.UNKNOWN;
            }
            Json status = json.parse(response.body(), 256 * 1024).get("status");
            return status.get("allowed").flag() ? Word.YES : status.present() ? Word.NO : Word.UNKNOWN;
        } catch (Problem problem) {
            return switch (problem.kind()) {
                case INVALID, UPSTREAM_TIMEOUT, LIMITED -> Word.UNKNOWN;
                default -> throw problem;
            };
        }
    }

    private static byte[] body(Scope scope, String verb) {
        Kind kind = scope.kind();
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Tables.JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", "authorization.k8s.io/v1");
            out.writeStringField("kind", "SelfSubjectAccessReview");
            out.writeObjectFieldStart("spec");
            out.writeObjectFieldStart("resourceAttributes");
            out.writeStringField("namespace", scope.namespace());
            out.writeStringField("verb", verb);
            out.writeStringField("group", kind.group());
            out.writeStringField("version", kind.version());
            out.writeStringField("resource", kind.resource());
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    long asked() {
        return asked.get();
    }
}
