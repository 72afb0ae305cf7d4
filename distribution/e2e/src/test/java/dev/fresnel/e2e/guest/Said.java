package dev.fresnel.e2e.guest;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import org.osgi.service.component.annotations.Component;

/** Answers with a value of a type of its own, which the platform writes as JSON. */
@Component(service = Endpoint.class)
@Route(path = "/said")
public final class Said implements Endpoint {
    /** What is said. */
    public record Word(String word, long at) {}

    @Override
    public Response handle(Request request) {
        return Response.json(new Word("guest", System.nanoTime()));
    }
}
