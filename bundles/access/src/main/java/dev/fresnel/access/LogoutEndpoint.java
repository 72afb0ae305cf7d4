package dev.fresnel.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code POST /auth/logout}: takes the cookie away and ends what is open; no login needed, so that it always works. */
@Component
@RootRoute(method = Method.POST, path = "/auth/logout", open = true)
public final class LogoutEndpoint implements RootEndpoint {
    private final Access access;
    private final Sessions sessions;
    private final Audit audit;

    @Activate
    public LogoutEndpoint(@Reference Access access, @Reference Sessions sessions, @Reference Audit audit) {
        this.access = access;
        this.sessions = sessions;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) {
        List<String> lines = access.leave(request);
        Principal principal = request.principal();
        if (principal.door() == Principal.Door.COOKIE) {
            sessions.end(principal, Sessions.End.LOGOUT);
            audit.write(new Audit.Line(principal, "logout", "", "", Audit.Result.OK, 204, Map.of("from", request.remote())));
        }
        return lines.isEmpty() ? Response.status(204) : new Response(204, Map.of("Set-Cookie", lines), new Response.Empty());
    }
}
