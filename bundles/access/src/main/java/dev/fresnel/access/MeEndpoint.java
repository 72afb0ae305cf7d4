package dev.fresnel.access;

import dev.fresnel.access.home.Verdict;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/me}: who the caller is. */
@Component
@RootRoute(path = "/api/v1/me")
public final class MeEndpoint implements RootEndpoint {
    private final SessionBook sessions;
    private final LocalUser user;
    private final boolean readOnly;

    @Activate
    public MeEndpoint(BundleContext context, @Reference SessionBook sessions, @Reference LocalUser user) {
        this.sessions = sessions;
        this.user = user;
        this.readOnly = "true".equalsIgnoreCase(context.getProperty("fresnel.read-only"));
    }

    @Override
    public Response handle(RootRequest request) {
        Principal principal = request.principal();
        return Response.json(Me.of(principal, groups(principal), user.is(principal), sessions).where(readOnly));
    }

    private List<String> groups(Principal principal) {
        return sessions.standings(principal).stream()
                .map(SessionBook.Standing::verdict)
                .filter(Verdict.Accepted.class::isInstance)
                .findFirst()
                .map(verdict -> ((Verdict.Accepted) verdict).groups())
                .orElse(List.of());
    }
}
