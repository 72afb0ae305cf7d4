package dev.fresnel.live.testing;

import dev.fresnel.live.rows.RowsChannel;
import dev.fresnel.live.rows.Shared;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Pace;
import dev.fresnel.spi.principal.Principal;
import java.time.Duration;
import java.util.Optional;

/** A live store over fakes, fast enough for tests. */
public final class Bench implements AutoCloseable {
    public static final Principal ANN = new Principal("key-ann", "ann", Principal.Door.LOCAL, Optional.empty());
    public static final Principal BOB = new Principal("key-bob", "bob", Principal.Door.LOCAL, Optional.empty());
    public final FakeApi api = new FakeApi();
    public final FakeBoard board = new FakeBoard();
    public final Live live;
    public final Shared shared;

    public static final Pace FAST = new Pace(
            Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(100),
            Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(40), Duration.ofSeconds(60));

    /** As fast, but nobody is asked again of itself while a test runs. */
    public static final Pace CALM = new Pace(
            Duration.ofMinutes(5), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(100),
            Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(40), Duration.ofMinutes(10));

    public Bench() {
        this(FAST);
    }

    public Bench(Pace pace) {
        this(pace, true);
    }

    public Bench(Pace pace, boolean sharing) {
        this(pace, sharing, Long.MAX_VALUE);
    }

    /** @param memory bytes that rows may take */
    public Bench(Pace pace, boolean sharing, long memory) {
        live = new Live(api, api, board.switchboard(), api.json, pace, sharing, memory);
        shared = new Shared(live);
    }

    public RowsChannel rows(Principal principal, Client client, String params) {
        return rows(principal, client, params, "");
    }

    /** @param resume a revision that the client holds; empty = none */
    public RowsChannel rows(Principal principal, Client client, String params, String resume) {
        var question = api.json.parse(params.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new RowsChannel(shared, principal, question, Optional.of(resume).filter(token -> !token.isEmpty()), client).begin();
    }

    @Override
    public void close() {
        live.close();
    }
}
