package dev.fresnel.access;

import dev.fresnel.access.home.Verdict;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** For people with a token of a cluster, which lies sealed in a cookie from then on. */
@Component(service = {Door.class, TokenDoor.class})
public final class TokenDoor implements Door {
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Seal seal;
    private final SessionBook sessions;
    private final SealedCookies cookies;
    private final EndedPasses ended;
    private final InstantSource clock;

    @Activate
    public TokenDoor(BundleContext context, @Reference Seal seal, @Reference SessionBook sessions, @Reference JsonCodec codec) {
        this(seal, sessions, Cookies.of(context), folder(context), codec, Clock.systemUTC());
    }

    TokenDoor(Seal seal, SessionBook sessions, Cookies cookies, @Nullable Path folder, JsonCodec codec, InstantSource clock) {
        this.seal = seal;
        this.sessions = sessions;
        this.cookies = new SealedCookies(cookies, new KeyRing(folder == null ? null : folder.resolve("keys.json"), codec, clock), codec);
        this.ended = new EndedPasses(folder == null ? null : folder.resolve("ended-sessions"), clock);
        this.clock = clock;
    }

    private static @Nullable Path folder(BundleContext context) {
        String data = context.getProperty("fresnel.data-dir");
        return data == null ? null : Path.of(data);
    }

    /** A session for a token that its cluster has accepted: {@code Set-Cookie} lines. */
    List<String> enter(Tokens.Token token, String cluster, Verdict.Accepted accepted, Request request, String header) {
        var pass = new Pass(seal.secret(), token.text(), cluster, accepted.name(), accepted.groups(), clock.instant().plus(LONGEST), token.end());
        return cookies.set(pass, request, header);
    }

    @Override
    public Optional<Offer> offer() {
        return Optional.of(new Offer("token", "token", "access.door.token", Optional.empty()));
    }

    @Override
    public Optional<Principal> principal(Request request, String header) {
        return cookies.read(request, header).map(pass -> principal(pass, request));
    }

    private Principal principal(Pass pass, Request request) {
        Principal candidate = Bearers.named(Bearers.candidate(seal, pass.token(), Principal.Door.COOKIE), pass.name());
        if (ended.contains(pass)) {
            throw over(Sessions.End.LOGOUT);
        }
        Instant now = clock.instant();
        if (now.isAfter(pass.end()) || !pass.tokenEnd().equals(Instant.MAX) && now.isAfter(pass.tokenEnd().plusSeconds(60))) {
            throw over(Sessions.End.EXPIRED);
        }
        if (Bearers.clusterInPath(request).isPresent()) {
            sessions.use(candidate, pass.cluster(), end(pass));
            return candidate;
        }
        return admitted(pass, candidate);
    }

    private Principal admitted(Pass pass, Principal candidate) {
        try {
            sessions.admit(candidate, pass.cluster(), end(pass));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                throw over(Sessions.End.REFUSED);
            }
            if (problem.kind() != Problem.Kind.CLUSTER_DOWN && problem.kind() != Problem.Kind.UPSTREAM_TIMEOUT) {
                throw problem;
            }
            sessions.use(candidate, pass.cluster(), end(pass)); // the cluster accepted the token when we sealed it
        }
        return candidate;
    }

    private static Instant end(Pass pass) {
        return pass.tokenEnd().isBefore(pass.end()) ? pass.tokenEnd() : pass.end();
    }

    private static Problem over(Sessions.End why) {
        return new Problem(Problem.Kind.UNAUTHENTICATED, "SESSION_ENDED", "Your session has ended: sign in again.", Map.of("reason", why.word()), null);
    }

    @Override
    public List<String> clearing(Request request, String header) {
        return cookies.clear(request, header);
    }

    @Override
    public void leave(Request request, String header) {
        try {
            cookies.read(request, header).ifPresent(ended::add);
        } catch (Problem broken) {
            // opened nothing anyway
        }
    }
}
