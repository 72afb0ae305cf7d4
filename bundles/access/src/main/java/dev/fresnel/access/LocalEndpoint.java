package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Invitation;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code POST /auth/local} {@code {"key":"…"}}: the one-time key becomes a session; 204 with its cookie. */
@Component
@RootRoute(method = Method.POST, path = "/auth/local", open = true)
public final class LocalEndpoint implements RootEndpoint, Invitation {
    private static final int BODY = 4096;

    private final Access access;
    private final JsonCodec codec;

    @Activate
    public LocalEndpoint(@Reference Access access, @Reference JsonCodec codec) {
        this.access = access;
        this.codec = codec;
    }

    @Override
    public Response handle(RootRequest request) {
        if (!request.header("content-type").filter(type -> type.startsWith("application/json")).isPresent()) {
            throw new Problem(Problem.Kind.INVALID, "CONTENT_TYPE", "Send application/json.");
        }
        String key = codec.parse(request.body(), BODY).get("key").text();
        String session = access.doors() == Doors.KEY ? access.localKey().exchange(key) : "";
        if (session.isEmpty()) {
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED, "KEY_INVALID", "This link has been used, or is of an earlier start; start Fresnel again for a new one.");
        }
        return Response.status(204).withHeader("Set-Cookie", access.cookies().set(session, Access.https(request), request.basePath()));
    }

    @Override
    public String fragment() {
        String key = access.doors() == Doors.KEY ? access.localKey().value() : "";
        return key.isEmpty() ? "" : "key=" + key;
    }
}
