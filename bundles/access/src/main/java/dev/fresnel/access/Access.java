package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Says who asks: by their own token, or by what one of the doors handed out. There is no identity of our own to fall back to. */
@Component(service = {Authenticator.class, Access.class}, immediate = true)
public final class Access implements Authenticator {
    private static final String DEMO = "/k8s/demo";

    private final Bearers bearers;
    private final LocalUser user;
    private final Pace pace;
    private final Principal guest;

    @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Door> doors = List.of();

    @Activate
    public Access(@Reference Bearers bearers, @Reference LocalUser user, @Reference Pace pace, @Reference Seal seal) {
        this.bearers = bearers;
        this.user = user;
        this.pace = pace;
        this.guest = new Principal(seal.digest("guest"), "guest", Principal.Door.GUEST, Optional.empty());
    }

    Access(Bearers bearers, LocalUser user, Pace pace, Seal seal, List<Door> doors) {
        this(bearers, user, pace, seal);
        this.doors = doors;
    }

    /** Always in the same order. */
    List<Door> doors() {
        return doors.stream().sorted(Comparator.comparing((Door door) -> door.getClass().getName()).reversed()).toList();
    }

    @Override
    public Principal authenticate(Request request, String cookie, String authorization) {
        Principal principal = authorization.isEmpty() ? byDoor(request, cookie) : bearers.principal(request, authorization);
        pace.check(principal);
        return principal;
    }

    private Principal byDoor(Request request, String cookie) {
        for (Door door : doors()) {
            Optional<Principal> found = door.principal(request, cookie);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return atTheDemo(request) ? guest : Principal.NOBODY;
    }

    /** On a desktop kubectl, which sends no credentials over plain HTTP, may see the demo cluster, which holds nobody's data. */
    private boolean atTheDemo(Request request) {
        String path = request.rawPath();
        return user.access() == LocalAccess.KEY
                && (path.equals(DEMO) || path.startsWith(DEMO + "/"))
                && request instanceof RootRequest root
                && root.fromHere();
    }

    @Override
    public List<String> clearing(Request request, String cookie) {
        return doors().stream().filter(door -> fails(door, request, cookie)).flatMap(door -> door.clearing(request, cookie).stream()).toList();
    }

    private static boolean fails(Door door, Request request, String cookie) {
        try {
            door.principal(request, cookie);
            return false;
        } catch (Problem problem) {
            return problem.kind() == Problem.Kind.UNAUTHENTICATED;
        }
    }

    /** Whatever doors have handed out to the browser that asks is good no more. @return {@code Set-Cookie} lines that take it away */
    List<String> leave(RootRequest request) {
        String cookie = request.cookies();
        List<String> lines = doors().stream().flatMap(door -> door.clearing(request, cookie).stream()).toList();
        doors().forEach(door -> door.leave(request, cookie));
        return lines;
    }
}
