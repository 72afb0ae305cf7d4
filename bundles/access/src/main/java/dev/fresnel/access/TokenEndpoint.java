package dev.fresnel.access;

import dev.fresnel.access.home.ApiServers;
import dev.fresnel.access.home.Verdict;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code POST /auth/token} {@code {"token":"…","cluster":"id"?}}: a token that its cluster accepts becomes a session. */
@Component
@RootRoute(method = Method.POST, path = "/auth/token", open = true)
public final class TokenEndpoint implements RootEndpoint {
    private static final int BODY = 64 << 10;

    private final Access access;
    private final TokenDoor door;
    private final Seal seal;
    private final ApiServers servers;
    private final SessionBook sessions;
    private final Attempts attempts;
    private final Audit audit;
    private final JsonCodec codec;
    private final Tokens tokens;

    @Activate
    public TokenEndpoint(
            @Reference Access access,
            @Reference TokenDoor door,
            @Reference Seal seal,
            @Reference ApiServers servers,
            @Reference SessionBook sessions,
            @Reference Attempts attempts,
            @Reference Audit audit,
            @Reference JsonCodec codec) {
        this(access, door, seal, servers, sessions, attempts, audit, codec, new Tokens(codec, Clock.systemUTC()));
    }

    TokenEndpoint(
            Access access, TokenDoor door, Seal seal, ApiServers servers, SessionBook sessions, Attempts attempts, Audit audit, JsonCodec codec, Tokens tokens) {
        this.access = access;
        this.door = door;
        this.seal = seal;
        this.servers = servers;
        this.sessions = sessions;
        this.attempts = attempts;
        this.audit = audit;
        this.codec = codec;
        this.tokens = tokens;
    }

    @Override
    public Response handle(RootRequest request) throws InterruptedException {
        Bodies.requireJson(request);
        Json sent = codec.parse(request.body(), BODY);
        String text = sent.get("token").text().strip();
        String named = sent.get("cluster").text();
        return attempts.of(request, claimed(text), () -> Optional.of(entered(request, text, named))).orElseThrow();
    }

    private String claimed(String text) {
        try {
            return tokens.of(text).claimed();
        } catch (Problem invalid) {
            return "";
        }
    }

    private Response entered(RootRequest request, String text, String named) {
        String cluster = "";
        Principal candidate = Principal.NOBODY;
        try {
            Tokens.Token token = tokens.of(text);
            candidate = Bearers.candidate(seal, text, Principal.Door.COOKIE);
            cluster = cluster(candidate, named);
            Verdict.Accepted accepted = sessions.admit(candidate, cluster, token.end());
            candidate = Bearers.named(candidate, accepted.name());
            List<String> lines = new ArrayList<>(access.leave(request));
            lines.addAll(door.enter(token, cluster, accepted, request, request.cookies()));
            note(request, candidate, cluster, Audit.Result.OK, 200, "");
            var headers = new LinkedHashMap<String, List<String>>();
            headers.put("Set-Cookie", lines);
            headers.put("Content-Type", List.of("application/json"));
            return new Response(200, headers, new Response.Bytes(codec.write(Me.of(candidate, accepted.groups(), false, sessions))));
        } catch (Problem problem) {
            note(request, candidate, cluster, Audit.Result.REFUSED, problem.kind().status(), problem.code());
            throw problem;
        }
    }

    private String cluster(Principal candidate, String named) {
        if (named.isEmpty()) {
            return servers.home(candidate);
        }
        if (!servers.known(candidate, named)) {
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "There is no such cluster.", Map.of("cluster", named), null);
        }
        return named;
    }

    private void note(RootRequest request, Principal who, String cluster, Audit.Result result, int status, String code) {
        audit.write(new Audit.Line(who, "login", cluster, "token", result, status, code.isEmpty() ? Map.of("from", request.remote()) : Map.of("from", request.remote(), "code", code)));
    }
}
