package dev.fresnel.http.live;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** All live sockets of this server, their channels and who opens them. */
public final class Hub implements Meter, AutoCloseable {
    private static final int PING = 20;
    private static final int FAREWELL = 5;

    private final JsonCodec codec;
    private final BiFunction<Principal, String, View> views;
    private final Executor threads;
    private final Sources sources;
    private final Set<LiveSocket> sockets = ConcurrentHashMap.newKeySet();
    private final LongAdder slow = new LongAdder();
    private final ScheduledExecutorService pulse =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("live-pulse").daemon().factory());
    private final Supplier<Optional<Sessions>> sessions;
    private final int most;
    private long seconds;

    /**
     * @param sessions whose session still holds, if somebody knows
     * @param most conversations of one principal at a time, 0 = any number
     * @param threads run calls into sources
     */
    public Hub(
            JsonCodec codec,
            Supplier<Optional<Switchboard>> switchboard,
            Supplier<Optional<Sessions>> sessions,
            BiFunction<Principal, String, View> views,
            int most,
            Executor threads) {
        this.sessions = sessions;
        this.most = most;
        this.codec = codec;
        this.views = views;
        this.threads = threads;
        this.sources = new Sources(codec, switchboard);
        pulse.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    /** A client has come in on that wire. */
    public LiveSocket enter(Principal principal, Wire wire) {
        var socket = new LiveSocket(this, principal, wire);
        sockets.add(socket);
        return socket;
    }

    /** After they have come in, when their wire can say so: the session may have ended on the way. */
    public void check(LiveSocket socket) {
        Sessions now = sessions.get().orElse(null);
        if (now != null && !now.live(socket.principal())) {
            socket.endSession(Sessions.End.EXPIRED.word());
        }
    }

    /** @throws Problem LIMITED when this principal has as many conversations open as one may have */
    public void admit(Principal principal) {
        if (most > 0 && open(principal) >= most) {
            throw new Problem(
                    Problem.Kind.LIMITED, "TOO_MANY_CONNECTIONS", "You have " + most + " live connections open, which is the limit.", Map.of("limit", most), null);
        }
    }

    /** How many sockets a principal has open. */
    public long open(Principal principal) {
        return sockets.stream().filter(socket -> socket.principal().key().equals(principal.key())).count();
    }

    /** Somebody's session is over: everything of theirs closes, and says why. */
    public void endSession(Principal principal, String why) {
        for (LiveSocket socket : sockets) {
            if (socket.principal().key().equals(principal.key())) {
                socket.endSession(why);
            }
        }
    }

    public void add(String type, RootChannelSource source) {
        sources.add(type, source);
    }

    public void remove(String type, RootChannelSource source) {
        sources.remove(type, source);
        reconsider();
    }

    /** Plugins have been switched: their channels go on with the successors. */
    public void reconsider() {
        sockets.forEach(socket -> socket.channels().forEach(LiveChannel::reconsider));
    }

    private void beat() {
        long now = System.nanoTime();
        boolean ping = ++seconds % PING == 0;
        for (LiveSocket socket : sockets) {
            socket.check(now);
            if (ping) {
                socket.ping();
            }
        }
    }

    JsonCodec codec() {
        return codec;
    }

    Executor threads() {
        return threads;
    }

    Sources sources() {
        return sources;
    }

    View view(Principal principal, String cluster) {
        return views.apply(principal, cluster);
    }

    void forget(LiveSocket socket) {
        sockets.remove(socket);
    }

    void countSlow() {
        slow.increment();
    }

    /** For what must happen even when a client does not answer to a farewell. */
    void later(Runnable then) {
        if (!pulse.isShutdown()) {
            pulse.schedule(then, FAREWELL, TimeUnit.SECONDS);
        }
    }

    /** Types of channels of the platform, and how many of each type are open. */
    public Map<String, Object> state() {
        var open = sockets.stream()
                .flatMap(socket -> socket.channels().stream())
                .collect(Collectors.groupingBy(LiveChannel::type, Collectors.counting()));
        return Map.of("sockets", sockets.size(), "types", List.copyOf(sources.types()), "open", open);
    }

    @Override
    public List<Sample> samples() {
        long channels = sockets.stream().mapToLong(socket -> socket.channels().size()).sum();
        return List.of(
                new Sample("fresnel_live_sockets", "gauge", "Open live sockets.", Map.of(), sockets.size()),
                new Sample("fresnel_live_waiting_bytes", "gauge", "Bytes that wait for clients to read.", Map.of(), sockets.stream().mapToLong(LiveSocket::waiting).sum()),
                new Sample("fresnel_live_channels", "gauge", "Open channels on them.", Map.of(), channels),
                new Sample("fresnel_live_slow_total", "counter", "Sockets closed because the client read too slowly.", Map.of(), slow.sum()));
    }

    /** The server stops: every client hears so. */
    @Override
    public void close() {
        pulse.shutdownNow();
        List.copyOf(sockets).forEach(socket -> socket.close(1001, "The server stops."));
    }
}
