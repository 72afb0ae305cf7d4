package dev.fresnel.logs.source;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.LogsWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import dev.fresnel.logs.line.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads one container's log over all breaks and restarts: nothing is lost, nothing comes twice. Runs on a thread of its own. */
final class Tap implements Runnable, AutoCloseable {
    /** A kubelet answers a follower when there is something to say: who hears nothing for so long is said to listen. */
    private static final long SILENCE = 2_000_000_000L;
    /** A pod that is gone may still have something to say. */
    private static final long LAST_WORDS = 5_000_000_000L;

    private static final long SHORTEST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 5_000;

    /** How it stands with a source. */
    enum State {
        WAITING,
        STREAMING,
        BROKEN,
        ENDED,
        REFUSED
    }

    private final Source source;
    private final Wanted wanted;
    private final Streams streams;
    private final View view;
    private final Pods pods;
    private final Merge.Feed feed;
    private final Stitch stitch = new Stitch();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Cut cut;
    private volatile State state = State.WAITING;
    private volatile String detail = "";
    private volatile @Nullable InputStream open;
    private volatile long asked;
    private volatile long alone;
    private long pause = SHORTEST_PAUSE;
    /** the run whose end has been told */
    private long told = -1;

    Tap(Source source, Wanted wanted, Streams streams, View view, Pods pods, Merge.Feed feed) {
        this.source = source;
        this.wanted = wanted;
        this.streams = streams;
        this.view = view;
        this.pods = pods;
        this.feed = feed;
        this.cut = new Cut(source, wanted, stitch, feed);
    }

    Source source() {
        return source;
    }

    State state() {
        return state;
    }

    String detail() {
        return detail;
    }

    /** How often lines are missing. */
    int gaps() {
        return cut.gaps();
    }

    /** It has said all that it will. */
    boolean settled() {
        return state == State.ENDED || state == State.REFUSED;
    }

    @Override
    public void run() {
        try {
            if (wanted.previous()) {
                once(asked().before());
            } else {
                live();
            }
        } catch (Gone gone) {
            set(State.ENDED, "");
        } catch (Refused refused) {
            set(State.REFUSED, String.valueOf(refused.getMessage()));
        } finally {
            feed.delivers(false);
        }
    }

    private LogsWanted asked() {
        LogsWanted asked = LogsWanted.of(source.pod(), source.container());
        asked = wanted.since().isPresent() ? asked.from(wanted.since().get()) : asked;
        return wanted.tail() >= 0 ? asked.last(wanted.tail()) : asked;
    }

    /** From where the last line was; the same as at first while there was none. */
    private LogsWanted goingOn() {
        return stitch.since().map(since -> LogsWanted.of(source.pod(), source.container()).from(since)).orElseGet(this::asked);
    }

    private void once(LogsWanted first) throws Gone, Refused {
        LogsWanted now = first;
        while (!read(now)) {
            pause("");
            now = first.previous() ? goingOn().before() : goingOn();
        }
        pods.run(source).filter(run -> run.phase() != Run.Phase.ENDED).ifPresent(this::tellEnd);
        set(State.ENDED, detail);
    }

    private void live() throws Gone, Refused {
        Run run = begun();
        while (!closed()) {
            boolean whole = read(wanted.follow() ? goingOn().following() : goingOn());
            if (closed() || cut.past() || whole && !wanted.follow()) {
                set(State.ENDED, detail);
                return;
            }
            run = whole ? ended(run) : broke(run);
        }
    }

    /** Waits until the container has begun. */
    private Run begun() throws Gone {
        Optional<Run> run = pods.run(source);
        while (run.isEmpty() || !run.get().started()) {
            if (pods.gone(source)) {
                throw new Gone();
            }
            set(State.WAITING, run.map(Run::reason).orElse(""));
            sleep(500);
            if (closed() || run.isPresent() && !wanted.follow()) {
                throw new Gone();
            }
            run = pods.run(source);
        }
        return run.get();
    }

    /** The log came to its end: either the container's, or somebody closed the connection in good order. */
    private Run ended(Run former) throws Gone, Refused {
        long patience = SHORTEST_PAUSE;
        for (int looks = 0; !closed(); looks++) {
            Optional<Run> now = pods.run(source);
            if (now.isEmpty() && pods.gone(source)) {
                throw new Gone();
            }
            if (now.isPresent() && now.get().restarts() != former.restarts() && now.get().phase() != Run.Phase.WAITING) {
                return restarted(former, now.get(), false);
            }
            if (now.isPresent() && now.get().phase() == Run.Phase.RUNNING && now.get().restarts() == former.restarts() && looks >= 2) {
                return now.get(); // still the same run: the connection ended, not the log
            }
            boolean rests = now.isPresent() && now.get().phase() != Run.Phase.RUNNING;
            if (rests && told != former.restarts()) {
                told = former.restarts();
                tellEnd(now.get());
            }
            set(rests ? State.ENDED : State.STREAMING, now.map(Run::reason).orElse(""));
            feed.delivers(false);
            sleep(patience);
            patience = Math.min(1000, patience * 2);
        }
        return former;
    }

    /** The connection broke: whether the container is still the same is asked of the API server itself. */
    private Run broke(Run former) throws Gone, Refused {
        pause(detail);
        Optional<Run> now = pods.fresh(source, view);
        if (now.isEmpty()) {
            if (pods.gone(source)) {
                throw new Gone();
            }
            return former;
        }
        return now.get().restarts() != former.restarts() && now.get().phase() != Run.Phase.WAITING ? restarted(former, now.get(), true) : former;
    }

    /** What the former run still said, then a line that says what happened. */
    private Run restarted(Run former, Run now, boolean missed) throws Gone, Refused {
        boolean lost = now.restarts() > former.restarts() + 1;
        if (missed && !lost) {
            try {
                read(goingOn().before());
            } catch (Refused rotated) {
                lost = true;
            }
        }
        String note = lost ? "gap" : told == former.restarts() ? "again" : "restart";
        cut.note(after(now.end()), "{\"note\":\"" + note + "\",\"exit\":" + now.end().exit() + ",\"restarts\":" + now.restarts() + "}", lost);
        cut.fresh();
        return now;
    }

    /** How a run ended; that what comes first is done is no news. */
    private void tellEnd(Run run) {
        Run.End end = run.end();
        if (end.exit() > 0 || end.exit() == 0 && !run.initial()) {
            cut.note(after(end), "{\"note\":\"end\",\"exit\":" + end.exit() + ",\"why\":\"" + end.why().replaceAll("[^A-Za-z]", "") + "\"}", false);
        }
    }

    /** A time after the last line. */
    private long after(Run.End end) {
        if (stitch.last() == Long.MIN_VALUE) {
            return end.at() > 0 ? end.at() : Stamp.nanos(java.time.Instant.now());
        }
        return Math.max(stitch.last() + 1, end.at());
    }

    /**
     * Reads until the log ends.
     *
     * @return whether it ended as it should
     */
    private boolean read(LogsWanted now) throws Gone, Refused {
        stitch.again();
        asked = System.nanoTime();
        try (InputStream in = opened(now)) {
            asked = 0;
            open = in;
            if (closed()) {
                return true;
            }
            set(State.STREAMING, "");
            feed.delivers(true);
            boolean whole = lines(in);
            if (!whole) {
                set(State.BROKEN, "");
            }
            return whole;
        } catch (IOException broken) {
            set(State.BROKEN, String.valueOf(broken.getMessage()));
            return closed();
        } catch (Problem problem) {
            return refused(problem);
        } finally {
            asked = 0;
            open = null;
        }
    }

    private InputStream opened(LogsWanted now) throws Gone {
        try {
            return streams.logs(view, now);
        } catch (IllegalStateException left) {
            throw new Gone(); // the plugin leaves, and its streams before it
        }
    }

    /** Looked at now and then: a container that says nothing is listened to, and a pod that is gone says no more although nobody hung up. */
    void look() {
        long since = asked;
        if (since != 0 && wanted.follow() && System.nanoTime() - since > SILENCE && state != State.STREAMING) {
            set(State.STREAMING, "");
            feed.delivers(false);
        }
        if (!pods.gone(source) || settled()) {
            alone = 0;
        } else if (alone == 0) {
            alone = System.nanoTime();
        } else if (System.nanoTime() - alone > LAST_WORDS) {
            close();
        }
    }

    private boolean refused(Problem problem) throws Gone, Refused {
        switch (problem.kind()) {
            case UPSTREAM_TIMEOUT -> detail = ""; // nothing was said for long: it is asked again
            case FORBIDDEN, UNAUTHENTICATED -> throw new Refused(problem.text());
            case MISSING -> {
                if (pods.gone(source) || !wanted.follow()) {
                    throw new Gone();
                }
                set(State.BROKEN, problem.text());
            }
            case INVALID -> {
                if (wanted.previous()) {
                    throw new Gone(); // it has not run before
                }
                if (!wanted.follow()) {
                    throw new Refused(problem.text());
                }
                set(State.WAITING, problem.text());
            }
            default -> set(State.BROKEN, problem.text());
        }
        return false;
    }

    /** @return false when the last line has no end although the log should go on */
    private boolean lines(InputStream in) throws IOException {
        long before = cut.came();
        byte[] rest;
        try {
            rest = cut.read(in);
        } finally {
            pause = cut.came() > before ? SHORTEST_PAUSE : pause;
        }
        if (rest.length > 0) {
            Optional<Run> now = pods.run(source);
            if (wanted.follow() && now.isPresent() && now.get().phase() == Run.Phase.RUNNING) {
                return false; // it comes whole with the next connection
            }
            cut.last(rest);
        }
        return true;
    }

    private void set(State now, String why) {
        state = now;
        detail = why;
        if (now != State.STREAMING) {
            feed.delivers(false);
        }
        pods.told();
    }

    private void pause(String why) {
        if (!why.isEmpty()) {
            detail = why;
        }
        sleep(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
    }

    private boolean closed() {
        return over.getCount() == 0;
    }

    private void sleep(long millis) {
        try {
            over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            over.countDown();
        }
    }

    @Override
    public void close() {
        over.countDown();
        InputStream reading = open;
        if (reading != null) {
            try {
                reading.close();
            } catch (IOException e) {
                // it is over anyway
            }
        }
    }

    /** The pod is not there any more. */
    private static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Nothing will come. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }
}
