package dev.fresnel.live.store;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.ClusterInfo;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import dev.fresnel.spi.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live store as the rest of this bundle uses it: kinds, the gate in front of the stores, and the clock that drives both. */
public final class Live implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    private final Clusters clusters;
    private final JsonCodec json;
    private final Stores stores;
    private final Gate gate;
    private final Namespaces namespaces;
    private final Entrance entrance;
    private final Weather weather;
    private final Transport transport;
    private final ScheduledExecutorService clock;
    private final PluginColumns columns;
    private final Askers askers;
    private final List<AutoCloseable> listening;
    private AutoCloseable ends = () -> {};

    public Live(Transport transport, Clusters clusters, Switchboard switchboard, JsonCodec json, Pace pace) {
        this(transport, clusters, switchboard, json, pace, true);
    }

    /** @param sharing whether principals who may see the same are served by one store ({@code live.sharing}) */
    public Live(Transport transport, Clusters clusters, Switchboard switchboard, JsonCodec json, Pace pace, boolean sharing) {
        this(transport, clusters, switchboard, json, pace, sharing, Long.MAX_VALUE);
    }

    /** @param memory bytes that rows may take */
    public Live(Transport way, Clusters clusters, Switchboard switchboard, JsonCodec json, Pace pace, boolean sharing, long memory) {
        this.clusters = clusters;
        this.json = json;
        weather = new Weather(pace);
        transport = weather.over(way);
        stores = new Stores(
                transport, (principal, cluster) -> clusters.trust(principal, cluster).digest(), new Judges(switchboard, json), json, pace, memory,
                weather);
        gate = new Gate(new Judgement(new Review(transport, json), transport, clusters, sharing, weather), stores, pace);
        stores.onDoubt(gate);
        namespaces = new Namespaces(clusters, gate, new Rules(transport, json, weather));
        entrance = new Entrance(clusters, gate, namespaces);
        columns = new PluginColumns(switchboard, json);
        askers = new Askers(switchboard, pace);
        clock = Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().name("live-fan-", 0).factory());
        long beat = Math.clamp(pace.recheck().toMillis() / 10, 20, 1000);
        clock.scheduleWithFixedDelay(this::tick, beat, beat, TimeUnit.MILLISECONDS);
        listening = List.of(
                switchboard.onSwitch((before, now) -> clock.execute(() -> stores.switched(before, now))),
                clusters.watch(this::changed),
                columns);
    }

    private void tick() {
        try {
            gate.tick();
            stores.tick();
        } catch (RuntimeException bug) {
            LOG.error("the live store's clock missed a beat", bug);
        }
    }

    /** Connections to a cluster that does not answer may hang for long: cut them. What a removed cluster gave must go. */
    private void changed(String cluster) {
        clock.execute(() -> {
            boolean[] down = {false};
            boolean[] up = {false};
            gate.changed(cluster, principal -> {
                Optional<ClusterInfo> info = clusters.find(principal, cluster);
                down[0] |= info.isPresent() && info.get().state() == ClusterInfo.State.DOWN;
                up[0] |= info.isPresent() && info.get().state() == ClusterInfo.State.UP;
                return info.isPresent();
            });
            if (down[0]) {
                weather.trouble(cluster);
                stores.cut(cluster);
            } else if (up[0]) {
                stores.nudge(cluster);
            }
        });
    }

    /**
     * Who tells of the ends of sessions from now on; null = nobody. From its end on nothing is shown to a principal and nothing
     * sent with its credential.
     */
    public synchronized void sessions(@Nullable Sessions now) {
        quietly(ends);
        ends = now == null ? () -> {} : now.watch((principal, why) ->
                Thread.ofVirtual().name("live-session").start(() -> gate.ended(principal.key(), why.word())));
        gate.sessions(
                principal -> now == null || now.live(principal),
                principal -> {
                    // A session is worth nothing any more when the API server that knew its token does not.
                    if (now != null && principal.token().isPresent()) {
                        now.end(principal, Sessions.End.REFUSED);
                    }
                });
    }

    /** Who is told what changes; before the first store. */
    public void onChange(Witness witness) {
        stores.onChange(witness);
    }

    /**
     * Digest of the way to a cluster.
     *
     * @throws Problem MISSING
     */
    public String trust(Principal principal, String cluster) {
        return clusters.trust(principal, cluster).digest();
    }

    /** Columns that plugins add to lists. */
    public PluginColumns columns() {
        return columns;
    }

    /** Opens exchanges with API servers; what happens on it is noticed. */
    public Transport transport() {
        return transport;
    }

    /** Whose refusals are not to be believed yet. */
    public Weather weather() {
        return weather;
    }

    public JsonCodec json() {
        return json;
    }

    public Gate gate() {
        return gate;
    }

    /** Clusters that may answer, in the order of their sources. */
    public List<String> clusters(Principal principal) {
        return clusters.list(principal).stream().filter(info -> info.state() != ClusterInfo.State.BROKEN).map(ClusterInfo::id).toList();
    }

    /**
     * All kinds that a cluster serves; blocks.
     *
     * @throws Problem what discovery fails with
     */
    public List<ServedKind> kinds(Principal principal, String cluster) {
        return clusters.discovery(principal, cluster).kinds();
    }

    /** Where windows are computed and sent from; nothing on it may block. */
    public ScheduledExecutorService clock() {
        return clock;
    }

    /**
     * The kind that a cluster serves under {@code resource.group}; blocks.
     *
     * @throws Problem MISSING {@code LIVE_RESOURCE_UNKNOWN}, or what discovery fails with
     */
    public ServedKind kind(Principal principal, String cluster, String id) {
        try {
            return served(principal, cluster, id);
        } catch (Problem problem) {
            throw Denial.passing(problem) || !weather.settling(cluster) || problem.code().equals("CLUSTER_UNKNOWN") ? problem : Weather.unbelieved(problem);
        }
    }

    private ServedKind served(Principal principal, String cluster, String id) {
        for (ServedKind served : clusters.discovery(principal, cluster).kinds()) {
            if (served.kind().id().equals(id)) {
                return served;
            }
        }
        throw new Problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", "The cluster serves no " + id + ".",
                Map.of("resource", id, "cluster", cluster), null);
    }

    /** Namespaces that are looked at for those who may not see all; empty = all that there are. */
    public void configure(List<String> names) {
        namespaces.configure(names);
    }

    /**
     * What may be seen.
     *
     * @param span where, when that is not all that was asked for; else null
     * @param doubt what was refused beside it and is not believed yet ({@link Weather}), so that it is to be asked for again soon; null = nothing
     */
    public record Seen(List<Visible<Partition>> parts, @Nullable Span span, @Nullable Problem doubt) {
        /** Whether some of it does not fit into memory and is read page by page. */
        public boolean paged() {
            return parts.stream().anyMatch(part -> part.value().paged());
        }
    }

    /**
     * What somebody asks for.
     *
     * @param lost told when a right is lost later, for each part that was handed out
     * @param partly told of each named namespace that is denied while others are not
     * @param again whether to ask anew for what the principal has open already: for what goes on after a pause (rule R9)
     * @param pages labels by which pages are read of what does not fit into memory, {@code ""} = any; null = then it is refused
     */
    public record Wish(Consumer<Problem> lost, Consumer<Problem> partly, boolean again, @Nullable String pages) {
        Wish losing(Consumer<Problem> other) {
            return new Wish(other, partly, again, pages);
        }
    }

    /** As {@link #see}, but all that was asked for or nothing: where one of many namespaces is denied that is told, never for all. */
    public List<Visible<Partition>> join(
            Principal principal,
            Scope all,
            Set<String> namespaces,
            Consumer<Problem> lost,
            Consumer<Problem> partly) {
        if (namespaces.isEmpty() || !all.kind().namespaced()) {
            return List.of(gate.join(principal, all, Set.of(), lost));
        }
        Seen seen = see(principal, all, namespaces, new Wish(lost, partly, false, null));
        if (seen.doubt != null) {
            seen.parts.forEach(Visible::close);
            throw seen.doubt;
        }
        return seen.parts;
    }

    /**
     * Joins what is needed to see a kind in some namespaces (empty = all that may be seen); blocks. Rule R6: one store for all may
     * serve a namespace, never the other way round.
     *
     * @throws Problem when nothing of it may be seen
     */
    public Seen see(Principal principal, Scope all, Set<String> namespaces, Wish wish) {
        return entrance.see(principal, all, namespaces, wish);
    }

    /** Which plugin wants which lists. */
    public Askers askers() {
        return askers;
    }

    /** For dump and meters: one map per store. */
    public List<Map<String, Object>> stores() {
        return stores.state();
    }

    public long reviews() {
        return gate.reviews();
    }

    public int grants() {
        return gate.open();
    }

    @Override
    public void close() {
        listening.forEach(Live::quietly);
        sessions(null);
        clock.shutdownNow();
        stores.close();
    }

    private static void quietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception failed) {
            LOG.warn("a listener of the live store could not be taken back: {}", failed.toString());
        }
    }
}
