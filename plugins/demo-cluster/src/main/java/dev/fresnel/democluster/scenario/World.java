package dev.fresnel.democluster.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fresnel.democluster.server.Cluster;
import dev.fresnel.democluster.server.DemoServer;
import dev.fresnel.democluster.server.Kubelet;
import dev.fresnel.democluster.server.Names;
import dev.fresnel.democluster.server.Terminal;
import dev.fresnel.democluster.server.Types;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cluster with a past and a present: built from a seed, moved on step by step by whoever holds it. */
public final class World implements AutoCloseable {
    /** How long the repeating things have gone on when people first look. */
    private static final Duration PRELUDE = Duration.ofSeconds(100);
    private static final int MOST_WORK = 200_000;

    private final SceneClock clock;
    private final Cluster cluster;
    private final Agenda agenda;
    private final Desk desk;
    private final DemoServer server;
    private final Runnable begin;
    private final Seeds seeds;

    /** @param now the time that the cluster lives in; tests give one that they move themselves */
    public World(long seed, InstantSource now) {
        clock = new SceneClock(now);
        cluster = new Cluster(new Types(), new Names(seed), clock);
        agenda = new Agenda(clock);
        desk = new Desk(cluster);
        Recorder recorder = new Recorder(cluster, clock, agenda);
        Pods pods = new Pods(cluster, recorder);
        Images images = new Images();
        Nodes nodes = new Nodes(cluster, agenda, recorder, clock);
        Volumes volumes = new Volumes(cluster, agenda, recorder);
        Scheduler scheduler = new Scheduler(cluster, recorder, clock, volumes);
        Karpenter karpenter = new Karpenter(cluster, agenda, recorder, clock, nodes);
        scheduler.onUnplaced(karpenter);
        Load load = new Load(cluster, images, nodes);
        desk.register("namespaces", new Namespaces(cluster));
        desk.register("pods", new PodLife(cluster, agenda, recorder, clock, images, nodes, volumes, scheduler));
        desk.register(Volumes.CLAIMS, volumes);
        desk.register(ReplicaSets.NAME, new ReplicaSets(cluster, pods, recorder));
        desk.register(Deployments.NAME, new Deployments(cluster, pods, recorder, clock));
        desk.register(StatefulSets.NAME, new StatefulSets(cluster, pods, recorder));
        desk.register(DaemonSets.NAME, new DaemonSets(cluster, pods, recorder));
        desk.register(Jobs.NAME, new Jobs(cluster, agenda, pods, recorder, clock));
        desk.register(CronJobs.NAME, new CronJobs(cluster, agenda, pods, recorder, clock));
        desk.register(Services.NAME, new Services(cluster, agenda, recorder));
        desk.register(Budgets.NAME, new Budgets(cluster));
        desk.register(Quotas.NAME, new Quotas(cluster));
        seeds = new Seeds(cluster, agenda, nodes, karpenter, now.instant());
        Autoscalers autoscalers = new Autoscalers(cluster, agenda, recorder, clock, load);
        Keda keda = new Keda(cluster, agenda, recorder, clock);
        Life life = new Life(cluster, agenda, nodes, clock);
        begin = () -> List.<Runnable>of(nodes::beat, nodes::report, autoscalers::begin, keda::begin, karpenter::begin, life::begin).forEach(Runnable::run);
        server = new DemoServer(cluster, new Reports(new LogLines(images), load, new Containers(cluster)));
    }

    private record Reports(LogLines logs, Load load, Containers containers) implements Kubelet {
        @Override
        public int run(ObjectNode pod, String container, List<String> command, Terminal terminal) throws IOException, InterruptedException {
            return containers.run(pod, container, command, terminal);
        }

        @Override
        public byte[] answer(ObjectNode pod, int port, String head) {
            return Containers.answer(pod, port, head);
        }

        @Override
        public List<Line> lines(ObjectNode pod, String container, boolean previous, Instant after, Instant until, int tail) {
            return logs.of(pod, container, previous, after, until, tail);
        }

        @Override
        public Optional<ObjectNode> podUsage(ObjectNode pod, Instant now) {
            return load.pod(pod, now);
        }

        @Override
        public Optional<ObjectNode> nodeUsage(ObjectNode node, Instant now) {
            return load.node(node, now);
        }
    }

    public DemoServer server() {
        return server;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Plays the past up to now, then lets the present begin. To be called once, before the first step. */
    public void populate() {
        Instant now = clock.real();
        desk.putOff(Set.of(Services.NAME, Budgets.NAME, Quotas.NAME));
        clock.playAt(seeds.plant());
        run(now.minus(PRELUDE));
        clock.playAt(now.minus(PRELUDE));
        desk.catchUp();
        begin.run();
        run(now);
        clock.playLive();
        run(now);
    }

    /** Does all that is due. Returns when there is nothing left to do for now. */
    public void step() {
        run(clock.real());
    }

    /** Waits for something to do: a write by somebody, or the next look at the agenda. */
    public boolean awaitWork(long millis) throws InterruptedException {
        return cluster.store().awaitPulse(millis);
    }

    /** While the past is played, everything of one moment happens before the controllers look: it saves them most of their work. */
    private void run(Instant until) {
        for (int i = 0; i < MOST_WORK && !Thread.currentThread().isInterrupted(); i++) {
            boolean atOnce = clock.playing() && agenda.runNext(clock.instant());
            if (!atOnce && !desk.workOnce() && !agenda.runNext(until)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
