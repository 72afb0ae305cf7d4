package dev.fresnel.logs.source;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.LogsWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import dev.fresnel.logs.line.Level;
import dev.fresnel.logs.line.Levels;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.line.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads one container's log over all breaks and restarts: nothing is lost, nothing comes twice. Runs on a thread of its own. */
final class Tap implements Runnable, AutoCloseable {
    /** A longer line comes in pieces. */
    static final int LONGEST = 256 * 1024;

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
    private final AtomicLong lines = new AtomicLong();
    private volatile State state = State.WAITING;
    private volatile String detail = "";
    private volatile @Nullable InputStream open;
    private Level before = Level.NONE;
    private long pause = SHORTEST_PAUSE;
    private boolean past;

    Tap(Source source, Wanted wanted, Streams streams, View view, Pods pods, Merge.Feed feed) {
        this.source = source;
        this.wanted = wanted;
        this.streams = streams;
        this.view = view;
        this.pods = pods;
        this.feed = feed;
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

    long lines() {
        return lines.get();
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
        set(State.ENDED, detail);
    }

    private void live() throws Gone, Refused {
        Run run = begun();
        while (!closed()) {
            boolean whole = read(wanted.follow() ? goingOn().following() : goingOn());
            if (closed() || past || whole && !wanted.follow()) {
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
        long at = stitch.last() == Long.MIN_VALUE ? Stamp.nanos(java.time.Instant.now()) : stitch.last() + 1;
        note(at, "{\"note\":\"" + (lost ? "gap" : "restart") + "\",\"exit\":" + now.exit() + ",\"restarts\":" + now.restarts() + "}");
        stitch.fresh();
        before = Level.NONE;
        return now;
    }

    private void note(long at, String json) {
        feed.put(List.of(new Line(at, source.number(), Level.NOTE, json.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Reads until the log ends.
     *
     * @return whether it ended as it should
     */
    private boolean read(LogsWanted now) throws Gone, Refused {
        stitch.again();
        try (InputStream in = opened(now)) {
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
            open = null;
        }
    }

    private InputStream opened(LogsWanted now) throws IOException {
        return streams.logs(view, now);
    }

    private boolean refused(Problem problem) throws Gone, Refused {
        switch (problem.kind()) {
            case FORBIDDEN, UNAUTHENTICATED -> throw new Refused(problem.text());
            case MISSING -> {
                if (pods.gone(source) || !wanted.follow()) {
                    throw new Gone();
                }
                set(State.BROKEN, problem.text());
            }
            case INVALID -> {
                if (wanted.previous() || !wanted.follow()) {
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
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        for (int read = in.read(buffer, 0, buffer.length); read >= 0 && !past; read = in.read(buffer, filled, buffer.length - filled)) {
            filled += read;
            int rest = split(buffer, filled);
            System.arraycopy(buffer, rest, buffer, 0, filled - rest);
            filled -= rest;
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            pause = SHORTEST_PAUSE;
        }
        if (filled > 0 && !past) {
            Optional<Run> now = pods.run(source);
            if (wanted.follow() && now.isPresent() && now.get().phase() == Run.Phase.RUNNING) {
                return false; // the rest of it comes with the next connection
            }
            var last = new ArrayList<Line>();
            line(buffer, 0, filled, last);
            put(last);
        }
        return true;
    }

    /** @return where the line begins that is not whole yet */
    private int split(byte[] buffer, int filled) {
        var some = new ArrayList<Line>();
        int from = 0;
        for (int i = 0; i < filled; i++) {
            if (buffer[i] == '\n') {
                line(buffer, from, i, some);
                from = i + 1;
            }
        }
        put(some);
        return from;
    }

    private void put(List<Line> some) {
        if (!some.isEmpty()) {
            lines.addAndGet(some.size());
            feed.put(some);
        }
    }

    private void line(byte[] buffer, int from, int end, List<Line> out) {
        int space = from;
        while (space < end && space - from < 40 && buffer[space] != ' ') {
            space++;
        }
        long at = Stamp.parse(buffer, from, Math.min(space, end));
        int begin = at == Long.MIN_VALUE ? from : Math.min(end, space + 1);
        if (at == Long.MIN_VALUE) {
            at = Math.max(0, stitch.last()); // no time of its own: that of the line before
        }
        int stop = end > begin && buffer[end - 1] == '\r' ? end - 1 : end;
        do {
            int piece = Math.min(stop, begin + LONGEST);
            one(at, Arrays.copyOfRange(buffer, begin, piece), out);
            begin = piece;
        } while (begin < stop);
    }

    private void one(long at, byte[] text, List<Line> out) {
        if (!stitch.first(at, text)) {
            return;
        }
        if (wanted.until().isPresent() && at > Stamp.nanos(wanted.until().get())) {
            past = true;
            return;
        }
        if (wanted.since().isPresent() && at < Stamp.nanos(wanted.since().get())) {
            return;
        }
        Level level = Levels.continues(text) && before != Level.NONE ? before : Levels.of(text);
        before = level;
        out.add(new Line(at, source.number(), level, text));
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
