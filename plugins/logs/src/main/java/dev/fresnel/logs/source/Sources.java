package dev.fresnel.logs.source;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** All sources of a view: looks for pods, reads each container, takes in those that come; those that end stay. */
public final class Sources implements AutoCloseable {
    /** Streams of one view at once: who has ended makes room. */
    public static final int MOST = 250;
    /** Containers of one view, ended ones too. */
    private static final int ALL = 1_000;
    private static final long LOOK_MILLIS = 1_000;

    private final Wanted wanted;
    private final Streams streams;
    private final Merge merge;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final List<Found> targets = new ArrayList<>();
    private final Pods pods;
    private final Map<String, Tap> taps = new LinkedHashMap<>();
    private final List<Tap> order = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<Thread> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
    private volatile List<String> troubles = List.of();
    private int overflow;
    private int room;
    private volatile int beyond;
    private volatile boolean looked;
    private volatile boolean found;

    public Sources(Wanted wanted, Streams streams, Function<String, View> views, Merge merge, Runnable changed) {
        this.wanted = wanted;
        this.streams = streams;
        this.merge = merge;
        this.pods = new Pods(changed);
        for (Wanted.Target target : wanted.of()) {
            targets.add(new Found(this.views.computeIfAbsent(target.cluster(), views), target));
        }
    }

    /** Begins; returns at once. */
    public void start() {
        run("logs-pods", this::look);
    }

    private void run(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void look() {
        try {
            do {
                once();
            } while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        var sight = new Sight();
        targets.forEach(target -> target.look(sight));
        if (over.getCount() == 0) {
            return;
        }
        pods.seen(sight);
        if (wanted.follow() || !found || beyond > 0) {
            overflow = 0;
            room = Math.min(ALL - order.size(), MOST - (int) order.stream().filter(tap -> !tap.settled()).count());
            sight.pods().stream().sorted(Comparator.comparing((KubeObject pod) -> pod.ref().name())).forEach(this::join);
            beyond = overflow;
        }
        boolean news = !troubles.equals(sight.why()) || !looked && !sight.loading();
        troubles = sight.why();
        looked |= !sight.loading();
        found |= !sight.waits();
        order.forEach(Tap::look);
        if (news) {
            pods.told();
        }
    }

    private void join(KubeObject pod) {
        for (Run run : Run.of(pod)) {
            String key = Source.key(pod.ref().cluster(), pod.uid(), run.container());
            boolean meant = wanted.containers().isEmpty() || wanted.containers().contains(run.container());
            if (!meant || taps.containsKey(key)) {
                continue;
            }
            if (room <= 0) {
                overflow++;
                continue;
            }
            room--;
            var source = new Source(taps.size(), pod.ref(), pod.uid(), run.container());
            var tap = new Tap(source, wanted, streams, views.get(pod.ref().cluster()), pods, merge.feed());
            taps.put(key, tap);
            order.add(tap);
            run("logs-" + pod.ref().name(), tap);
            if (over.getCount() == 0) {
                tap.close();
            }
        }
    }

    /**
     * What is told of a source.
     *
     * @param state {@code waiting}, {@code streaming}, {@code broken}, {@code ended}, {@code refused}
     */
    public record Told(int i, String cluster, String namespace, String pod, String container, String state, String detail) {}

    public List<Told> told() {
        return order.stream().map(tap -> {
            Source source = tap.source();
            String state = tap.state().name().toLowerCase(java.util.Locale.ROOT);
            return new Told(source.number(), source.pod().cluster(), source.pod().namespace(), source.pod().name(), source.container(), state, tap.detail());
        }).toList();
    }

    /** What stands in the way of finding pods. */
    public List<String> troubles() {
        return troubles;
    }

    /** Containers that are not read, because there are too many. */
    public int beyond() {
        return beyond;
    }

    /** How often lines were rotated away before they could be had. */
    public int gaps() {
        return order.stream().mapToInt(Tap::gaps).sum();
    }

    /** Whether all that can be asked has answered once. */
    public boolean looked() {
        return looked;
    }

    /** Whether nothing more will come; while there are no pods, some may. */
    public boolean settled() {
        return found && (!order.isEmpty() || !wanted.follow()) && order.stream().allMatch(Tap::settled);
    }

    /** Ends all streams and waits a moment for their threads. */
    @Override
    public void close() {
        over.countDown();
        order.forEach(Tap::close);
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(java.time.Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
