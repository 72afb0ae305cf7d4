package dev.fresnel.access;

import dev.fresnel.api.http.Request;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Principal;
import java.time.Clock;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says who asks: by their own token, by the session that the one-time key opened, or by being on this machine. */
@Component(service = {Authenticator.class, Access.class}, immediate = true)
public final class Access implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    private final Doors doors;
    private final Seal seal;
    private final LocalKey localKey;
    private final Cookies cookies;
    private final Tokens tokens;
    private final Principal local;

    @Activate
    public Access(BundleContext context, @Reference JsonCodec codec) {
        this(
                Doors.of(context::getProperty),
                new Seal(),
                Cookies.of(context.getProperty("fresnel.data-dir") + " " + context.getProperty("fresnel.port")),
                new Tokens(codec, Clock.systemUTC()));
        if (doors == Doors.OPEN) {
            LOG.warn("Without a local key every program on this computer may use Fresnel with your kubeconfig.");
        }
    }

    Access(Doors doors, Seal seal, Cookies cookies, Tokens tokens) {
        this.doors = doors;
        this.seal = seal;
        this.localKey = new LocalKey(seal);
        this.cookies = cookies;
        this.tokens = tokens;
        this.local = new Principal(seal.digest("local user"), "local", Principal.Door.LOCAL, Optional.empty());
    }

    Doors doors() {
        return doors;
    }

    LocalKey localKey() {
        return localKey;
    }

    Cookies cookies() {
        return cookies;
    }

    @Override
    public Principal authenticate(Request request, String cookie, String authorization) {
        if (!authorization.isEmpty()) {
            return bearer(tokens.read(authorization));
        }
        return switch (doors) {
            case CLUSTER -> Principal.NOBODY;
            case OPEN -> fromHere(request) ? local : Principal.NOBODY;
            case KEY -> cookies.in(cookie, https(request)).filter(localKey::opens).map(session -> session()).orElse(Principal.NOBODY);
        };
    }

    /** A token's own name cannot be believed before its cluster has checked it. */
    private Principal bearer(String token) {
        String key = seal.digest("token " + token);
        return new Principal(key, "token " + key.substring(0, 8), Principal.Door.BEARER, Optional.of(token));
    }

    private Principal session() {
        return new Principal(local.key(), local.name(), Principal.Door.COOKIE, Optional.empty());
    }

    private static boolean fromHere(Request request) {
        return request instanceof RootRequest root && root.fromHere();
    }

    static boolean https(Request request) {
        return request instanceof RootRequest root && root.scheme().equals("https");
    }
}
