package dev.fresnel.access;

import dev.fresnel.access.home.FakeServers;
import dev.fresnel.access.session.SessionBook;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.switchboard.BundleCodec;
import io.github.bucket4j.TimeMeter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Everything of this bundle put together by hand, with a clock by hand. */
final class House {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final JsonCodec CODEC = new BundleCodec();

    final FakeServers servers = new FakeServers();
    final List<Audit.Line> lines = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    final InstantSource clock = () -> NOW.plusNanos(nanos.get());
    final Seal seal = new Seal();
    final Attempts attempts = new Attempts(5, Duration.ZERO);
    final SessionBook sessions = SessionBook.byHand(servers.asked(), clock, nanos::get);
    final LocalUser user;
    final LocalKey keys;
    final OwnTokens own;
    final TokenDoor tokenDoor;
    final Access access;
    final LocalEndpoint local;
    final TokenEndpoint token;
    final LogoutEndpoint logout;

    House(LocalAccess how) {
        this(how, 0);
    }

    House(LocalAccess how, int perSecond) {
        this(how, perSecond, null);
    }

    House(LocalAccess how, int perSecond, @Nullable Path folder) {
        var cookies = Cookies.of("/data 8080");
        var pace = new Pace(perSecond, meter());
        user = new LocalUser(how, seal);
        keys = new LocalKey(seal, nanos::get);
        own = new OwnTokens(seal, user, nanos::get);
        var tokens = new Tokens(CODEC, clock);
        var bearers = new Bearers(seal, tokens, own, servers.asked(), sessions, pace);
        tokenDoor = new TokenDoor(seal, sessions, cookies, folder, CODEC, clock);
        var localDoor = new LocalDoor(user, keys, cookies);
        access = new Access(bearers, user, pace, seal, List.of(localDoor, tokenDoor));
        local = new LocalEndpoint(access, localDoor, user, keys, attempts, lines::add, CODEC);
        token = new TokenEndpoint(access, tokenDoor, seal, servers.asked(), sessions, attempts, lines::add, CODEC, tokens);
        logout = new LogoutEndpoint(access, sessions, lines::add);
    }

    private TimeMeter meter() {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
