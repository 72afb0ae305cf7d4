package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Invitation;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code POST /auth/local} {@code {"key":"…"}}: a one-time key becomes a session; 204 with its cookie. */
@Component
@RootRoute(method = Method.POST, path = "/auth/local", open = true)
public final class LocalEndpoint implements RootEndpoint, Invitation {
    private static final int BODY = 4096;

    private final Access access;
    private final LocalDoor door;
    private final LocalUser user;
    private final LocalKey keys;
    private final Attempts attempts;
    private final Audit audit;
    private final JsonCodec codec;

    @Activate
    public LocalEndpoint(
            @Reference Access access,
            @Reference LocalDoor door,
            @Reference LocalUser user,
            @Reference LocalKey keys,
            @Reference Attempts attempts,
            @Reference Audit audit,
            @Reference JsonCodec codec) {
        this.access = access;
        this.door = door;
        this.user = user;
        this.keys = keys;
        this.attempts = attempts;
        this.audit = audit;
        this.codec = codec;
    }

    @Override
    public Response handle(RootRequest request) throws InterruptedException {
        Bodies.requireJson(request);
        String key = codec.parse(request.body(), BODY).get("key").text();
        var cookie = attempts.of(request, "", () -> door.enter(key, request));
        if (cookie.isEmpty()) {
            audit.write(new Audit.Line(Principal.NOBODY, "login", "", "local", Audit.Result.REFUSED, 401, Map.of("from", request.remote())));
            throw new Problem(
                    Problem.Kind.UNAUTHENTICATED, "KEY_INVALID", "This link has been used, or is of an earlier start: “fresnel open” gives a new one.");
        }
        audit.write(new Audit.Line(user.by(Principal.Door.COOKIE), "login", "", "local", Audit.Result.OK, 204, Map.of("from", request.remote())));
        List<String> lines = new ArrayList<>(access.leave(request));
        lines.add(cookie.get());
        return new Response(204, Map.of("Set-Cookie", lines), new Response.Empty());
    }

    @Override
    public String fragment() {
        String key = user.access() == LocalAccess.KEY ? keys.value() : "";
        return key.isEmpty() ? "" : "key=" + key;
    }
}
