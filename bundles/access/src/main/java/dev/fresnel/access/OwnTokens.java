package dev.fresnel.access;

import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tokens that we give to programs of the local user; none outlives this run, and none is ever sent to a cluster. */
@Component(service = OwnTokens.class)
public final class OwnTokens {
    private static final String PREFIX = "fresnel:";
    private static final int MOST = 1000;

    /** What a token was given for. */
    enum Use {
        COMMAND,
        KUBECONFIG
    }

    private record Given(Use use, long end) {}

    private final Seal seal;
    private final LocalUser user;
    private final LongSupplier clock;
    private final Map<String, Given> given = new ConcurrentHashMap<>();

    @Activate
    public OwnTokens(@Reference Seal seal, @Reference LocalUser user) {
        this(seal, user, System::nanoTime);
    }

    OwnTokens(Seal seal, LocalUser user, LongSupplier clock) {
        this.seal = seal;
        this.user = user;
        this.clock = clock;
    }

    /** Whether that is, or pretends to be, one of ours. */
    static boolean ours(String token) {
        return token.startsWith(PREFIX);
    }

    String give(Use use, Duration life) {
        long now = clock.getAsLong();
        given.values().removeIf(one -> one.end() - now < 0);
        String token = PREFIX + seal.secret();
        if (given.size() < MOST) {
            given.put(seal.digest(token), new Given(use, now + life.toNanos()));
        }
        return token;
    }

    /** @return {@link Principal#NOBODY} when it is not, or no longer, good */
    Principal principal(String token) {
        Given one = given.get(seal.digest(token));
        return one != null && one.end() - clock.getAsLong() >= 0 ? user.by(Principal.Door.BEARER) : Principal.NOBODY;
    }

    void revoke(Use use) {
        given.values().removeIf(one -> one.use() == use);
    }
}
