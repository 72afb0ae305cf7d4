package dev.fresnel.access;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Principal;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Who comes with a token on each call. Our own routes answer only once a cluster has said whose it is: the one that the request
 * names, else the home cluster. What goes through to a cluster is judged there.
 */
@Component(service = Bearers.class)
public final class Bearers {
    private final Seal seal;
    private final Tokens tokens;
    private final OwnTokens own;
    private final ApiServers servers;
    private final SessionBook sessions;
    private final Pace pace;

    @Activate
    public Bearers(
            @Reference Seal seal,
            @Reference OwnTokens own,
            @Reference ApiServers servers,
            @Reference SessionBook sessions,
            @Reference Pace pace,
            @Reference JsonCodec codec) {
        this(seal, new Tokens(codec, Clock.systemUTC()), own, servers, sessions, pace);
    }

    Bearers(Seal seal, Tokens tokens, OwnTokens own, ApiServers servers, SessionBook sessions, Pace pace) {
        this.seal = seal;
        this.tokens = tokens;
        this.own = own;
        this.servers = servers;
        this.sessions = sessions;
        this.pace = pace;
    }

    /** @throws Problem UNAUTHENTICATED when the token is no good; CLUSTER_DOWN when nobody can say; LIMITED after too many bad ones */
    Principal principal(Request request, String authorization) {
        Tokens.Token token = tokens.read(authorization);
        if (OwnTokens.ours(token.text())) {
            return known(own.principal(token.text()));
        }
        Principal candidate = candidate(seal, token.text(), Principal.Door.BEARER);
        Optional<String> inside = servers.inside(request.rawPath());
        if (inside.isPresent()) {
            return known(Seal.same(inside.get(), token.text()) ? candidate : Principal.NOBODY);
        }
        Optional<String> cluster = clusterInPath(request);
        if (cluster.isPresent()) {
            sessions.use(candidate, cluster.get(), token.end());
            return candidate;
        }
        return admitted(request, candidate, token);
    }

    private Principal admitted(Request request, Principal candidate, Tokens.Token token) {
        String cluster = request.cluster().filter(id -> servers.known(candidate, id)).orElseGet(() -> servers.home(candidate));
        if (sessions.judged(candidate, cluster)) {
            return named(candidate, sessions.admit(candidate, cluster, token.end()).name());
        }
        String from = request instanceof RootRequest root ? root.remote() : "";
        if (!sessions.known(candidate)) {
            pace.checkWrong(from);
        }
        try {
            return named(candidate, sessions.admit(candidate, cluster, token.end()).name());
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                pace.wrong(from);
            }
            throw problem;
        }
    }

    private static Principal known(Principal principal) {
        if (principal.door() == Principal.Door.NONE) {
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "TOKEN_REFUSED", "This token is not, or no longer, good here.", Map.of(), null);
        }
        return principal;
    }

    /** A token's own name cannot be believed before its cluster has checked it. */
    static Principal candidate(Seal seal, String token, Principal.Door door) {
        String key = seal.digest("token " + token);
        return new Principal(key, "token " + key.substring(0, 8), door, Optional.of(token));
    }

    static Principal named(Principal candidate, String name) {
        return name.isEmpty() ? candidate : new Principal(candidate.key(), name, candidate.door(), candidate.token());
    }

    /** {@code prod} of {@code /k8s/prod/api}. */
    static Optional<String> clusterInPath(Request request) {
        String path = request.rawPath();
        if (!path.startsWith("/k8s/")) {
            return Optional.empty();
        }
        int end = path.indexOf('/', 5);
        return Optional.of(end < 0 ? path.substring(5) : path.substring(5, end));
    }
}
