package dev.fresnel.live.history;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Single;
import dev.fresnel.spi.history.Chronicle;
import dev.fresnel.spi.history.Chronicle.Entry;
import dev.fresnel.spi.history.Chronicle.Kept;
import dev.fresnel.spi.history.Chronicle.Place;
import dev.fresnel.spi.history.Chronicle.Span;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The change history of one object, for who may get that object; its API server is asked when it begins and every 30 s (rule R16). */
public final class HistoryChannel implements Channel {
    private static final long RECHECK = TimeUnit.SECONDS.toNanos(30);

    /** What is written meanwhile comes in one frame. */
    private static final long PAUSE = 500;

    private static final long AGAIN = 5_000;

    private final Live live;
    private final Recorder recorder;
    private final Principal principal;
    private final Sink sink;
    private Target target;
    private @Nullable Thread thread;
    private volatile boolean closed;

    private record Target(String cluster, String resource, String namespace, String name) {
        static Target parse(Json params) {
            Target target = new Target(
                    params.get("cluster").text(), params.get("resource").text(), params.get("namespace").text(), params.get("name").text());
            if (target.cluster.isEmpty() || target.resource.isEmpty() || target.name.isEmpty()) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "A history needs cluster, resource and name.");
            }
            return target;
        }
    }

    /** @throws Problem INVALID */
    public HistoryChannel(Live live, Recorder recorder, Principal principal, Json params, Sink sink) {
        this.live = live;
        this.recorder = recorder;
        this.principal = principal;
        this.sink = sink;
        this.target = Target.parse(params);
    }

    /** Begins to read; returns at once. */
    public synchronized HistoryChannel begin() {
        Target now = target;
        thread = Thread.ofVirtual().name("live-history-" + now.cluster).start(() -> run(now));
        return this;
    }

    @Override
    public void update(Json params) {
        Target next;
        try {
            next = Target.parse(params);
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (!closed && !next.equals(target)) {
                stop();
                target = next;
                sink.send("reset", Map.of());
                sink.send("ready", Map.of());
                begin();
            }
        }
    }

    private void run(Target what) {
        Semaphore woken = new Semaphore(0);
        try (AutoCloseable listening = recorder.listen(woken::release)) {
            while (here()) {
                try {
                    follow(what, woken);
                } catch (Problem problem) {
                    if (!passing(problem)) {
                        throw problem;
                    }
                    synchronized (this) {
                        if (here()) {
                            sink.problem(problem);
                        }
                    }
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Problem problem) {
            end(problem.kind() == Problem.Kind.FORBIDDEN || problem.kind() == Problem.Kind.UNAUTHENTICATED ? "forbidden" : "gone", problem);
        } catch (Exception bug) {
            throw new IllegalStateException(bug);
        }
    }

    /** Nothing new is shown to somebody whose right cannot be asked for now; later it may be. */
    private static boolean passing(Problem problem) {
        return switch (problem.kind()) {
            case CLUSTER_DOWN, UPSTREAM_TIMEOUT, LIMITED -> true;
            default -> false;
        };
    }

    private void follow(Target what, Semaphore woken) throws InterruptedException {
        ServedKind served = live.kind(principal, what.cluster, what.resource);
        String namespace = served.kind().namespaced() ? what.namespace : "";
        Single single = new Single(live.transport(), live.weather(), principal, new Scope(what.cluster, served, namespace), what.name);
        long last = 0;
        long due = 0;
        Said said = null;
        while (here()) {
            if (System.nanoTime() - due >= 0) {
                single.get(); // there or not: refused is who may not
                due = System.nanoTime() + RECHECK;
            }
            Said now = say(what, namespace, last, last == 0);
            if (!now.entries.isEmpty()) {
                last = now.entries.getFirst().number();
            }
            if (said == null || !now.entries.isEmpty() || !now.alike(said)) {
                await(now);
                said = now;
            }
            woken.tryAcquire(Math.max(1, due - System.nanoTime()), TimeUnit.NANOSECONDS);
            Thread.sleep(PAUSE);
            woken.drainPermits();
        }
    }

    /** One frame at a time; the next says what has come meanwhile. */
    private void await(Said now) throws InterruptedException {
        Semaphore room = new Semaphore(0);
        if (!sink.ready()) {
            sink.whenReady(room::release);
            room.acquire();
        }
        synchronized (this) {
            if (here()) {
                sink.send("data", now.json());
            }
        }
    }

    private boolean here() {
        return !closed && !Thread.currentThread().isInterrupted();
    }

    /** What a frame says. */
    private record Said(boolean whole, String state, List<Entry> entries, List<Gaps.Gap> gaps, long since) {
        /** Nothing that a page would show differently; an open gap is as long as it is. */
        boolean alike(Said other) {
            return state.equals(other.state) && since == other.since && gaps.equals(other.gaps);
        }

        byte[] json() {
            StringBuilder out = new StringBuilder(1024).append("{\"whole\":").append(whole).append(",\"state\":\"").append(state).append('"');
            if (since > 0) {
                out.append(",\"since\":").append(since);
            }
            out.append(",\"gaps\":[");
            String comma = "";
            for (Gaps.Gap gap : gaps) {
                out.append(comma).append("{\"from\":").append(gap.from());
                out.append(gap.till() > 0 ? ",\"till\":" + gap.till() : "").append('}');
                comma = ",";
            }
            out.append("],\"entries\":[");
            comma = "";
            for (Entry entry : entries) {
                out.append(comma).append("{\"n\":").append(entry.number()).append(",\"at\":").append(entry.at()).append(",\"change\":");
                out.append(new String(entry.what(), StandardCharsets.UTF_8)).append('}');
                comma = ",";
            }
            return out.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private Said say(Target what, String namespace, long after, boolean whole) {
        Chronicle chronicle = recorder.chronicle();
        if (!Recorder.keeps(what.resource)) {
            return new Said(whole, "never", List.of(), List.of(), 0);
        }
        if (chronicle == null) {
            return new Said(whole, "absent", List.of(), List.of(), 0);
        }
        String trust = live.trust(principal, what.cluster);
        List<Place> places = List.of(new Place(trust, what.cluster, what.resource, ""), new Place(trust, what.cluster, what.resource, principal.key()));
        Kept kept = chronicle.read(places, namespace, what.name, after);
        List<Span> spans = new ArrayList<>(kept.spans());
        spans.addAll(recorder.open(places, namespace));
        boolean now = places.stream().anyMatch(place -> recorder.watching(place, namespace));
        Gaps gaps = Gaps.of(spans, now);
        return new Said(whole, now ? "recording" : "idle", kept.entries(), gaps.gaps(), gaps.since());
    }

    private synchronized void end(String reason, Problem problem) {
        if (here()) {
            sink.problem(problem);
            sink.end(reason, problem.text());
        }
    }

    private void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
