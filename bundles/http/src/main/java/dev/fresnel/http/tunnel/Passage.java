package dev.fresnel.http.tunnel;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.transport.Upstreams;
import dev.fresnel.spi.transport.Way;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One request from its entry to its end, through as many attempts as it takes. */
final class Passage {
    private static final long SLOW_BODY = TimeUnit.SECONDS.toNanos(60);
    private static final long STILL_LIVE = TimeUnit.SECONDS.toNanos(5);
    private static final long LAST_WORD = TimeUnit.SECONDS.toNanos(2);
    private static final long REST = TimeUnit.SECONDS.toNanos(60);
    private static final long SHORT_REST = TimeUnit.SECONDS.toNanos(5);

    private final Tunnel tunnel;
    private final Call call;
    private final Demand demand;
    private final boolean noted;
    private final EndPoint client;
    private final boolean multiplexed;
    private final Listening listening;
    private final Remainder remainder;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean recorded = new AtomicBoolean();
    private volatile @Nullable Silence silence;
    private volatile @Nullable Way way;
    private volatile @Nullable Attempt attempt;
    private volatile @Nullable Pipe pipe;
    private volatile byte @Nullable [] kept;
    private volatile Sessions.@Nullable End expelled;
    private volatile long expelledAt;
    private final Turn turn = new Turn();
    private volatile int status;
    private long lastAsked = System.nanoTime();
    private boolean again;
    private volatile boolean renewed;

    Passage(Tunnel tunnel, Call call, Demand demand, boolean noted) {
        this.tunnel = tunnel;
        this.call = call;
        this.demand = demand;
        this.noted = noted;
        this.client = call.client();
        this.multiplexed = call.multiplexed();
        this.listening = new Listening(client, this::gone);
        this.remainder = new Remainder(call.request(), call.callback(), tunnel.scheduler());
    }

    Call call() {
        return call;
    }

    Demand demand() {
        return demand;
    }

    EndPoint client() {
        return client;
    }

    boolean multiplexed() {
        return multiplexed;
    }

    Lines lines() {
        return tunnel.lines();
    }

    void later(Runnable what, long millis) {
        tunnel.scheduler().schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    // ---- finding a way ----

    void start(Upstreams upstreams) {
        call.request().addIdleTimeoutListener(timeout -> false);
        if (multiplexed) {
            call.request().addFailureListener(this::gone);
        }
        if (demand.lasting()) {
            silence = new Silence(call.request().getConnectionMetaData());
        }
        try {
            Optional<Way> ready = upstreams.ready(call.principal(), call.cluster());
            if (ready.isPresent()) {
                go(ready.get());
            } else {
                blocking(() -> go(upstreams.way(call.principal(), call.cluster())));
            }
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    private void blocking(Runnable what) {
        tunnel.blocking(what, this::refuse, this::gone);
    }

    private void go(Way found) {
        way = found;
        if (over.get()) {
            found.over();
        } else if (found.renewable() && demand.length() > 0 && demand.length() <= Kept.MOST) {
            new Kept(call.request(), (int) demand.length(), body -> {
                kept = body;
                open();
            }, this::gone).read();
        } else {
            open();
        }
    }

    private void open() {
        Way now = way;
        if (now == null || over.get()) {
            return;
        }
        ByteBuffer head;
        try {
            head = RequestHead.of(call, kept == null ? demand : demand.unhurried(), now);
        } catch (Problem problem) {
            refuse(problem);
            return;
        }
        boolean safe = call.method().equals("GET") || call.method().equals("HEAD");
        var key = new Lines.Key(now.address(), call.principal().key());
        lines().take(key, again ? 0 : safe ? REST : SHORT_REST, (line, cause) -> {
            if (line != null) {
                begin(line, head);
            } else if (cause != null) {
                refuse(now.failed(cause));
            }
        });
    }

    private void begin(Line line, ByteBuffer head) {
        var next = new Attempt(this, line, demand.body() && kept == null);
        attempt = next;
        if (over.get()) {
            next.close();
            return;
        }
        byte[] body = kept;
        if (body == null) {
            next.begin(head);
        } else {
            next.begin(head, ByteBuffer.wrap(body));
        }
        if (expelled != null) {
            next.iterate();
        }
    }

    /** One try more on a new connection, when the one that had rested was dead, and nothing can have happened. */
    void failed(Attempt failed, Throwable cause) {
        Way now = way;
        boolean safe = call.method().equals("GET") || call.method().equals("HEAD");
        if (over.get() || now == null) {
            return;
        }
        if (safe && failed.neverAlive() && !again) {
            again = true;
            open();
            return;
        }
        Problem problem = now.failed(cause);
        if (call.response().isCommitted()) {
            gone(cause);
        } else {
            refuse(problem);
        }
    }

    // ---- a credential that has become stale ----

    boolean mayRenew() {
        Way now = way;
        return now != null && !renewed && now.renewable() && (!demand.body() || kept != null);
    }

    /** @param otherwise tells the client of the refusal */
    void renew(Runnable otherwise) {
        renewed = true;
        blocking(() -> {
            Way stale = way;
            Optional<Way> fresh = stale == null ? Optional.empty() : stale.renewed();
            if (fresh.isEmpty()) {
                otherwise.run();
                return;
            }
            Attempt refused = attempt;
            if (refused != null) {
                refused.close();
            }
            stale.over();
            way = fresh.get();
            if (over.get()) {
                fresh.get().over();
            } else {
                open();
            }
        });
    }

    // ---- what happens on the way ----

    void answered(int code) {
        status = code;
        Way now = way;
        if (now != null) {
            now.answered();
        }
        record();
        if (demand.lasting() && !multiplexed && bodyRead() && code != 101) {
            listening.begin();
        }
    }

    private boolean bodyRead() {
        Attempt now = attempt;
        return !demand.body() || kept != null || now != null && now.upload().taken();
    }

    /** A write to the client begins. @param last whether none follows */
    void writes(boolean last) {
        if (last) {
            listening.end();
        }
        turn.writes();
    }

    void wrote() {
        turn.wrote();
    }

    void becomes(Pipe now) {
        pipe = now;
        if (expelled != null || over.get()) {
            now.end();
        }
    }

    void closed() {
        finish();
    }

    /** The upload has stopped before its end. */
    void restOfBody() {
        remainder.begins();
    }

    /** The answer is whole. */
    void complete() {
        if (finish()) {
            Attempt now = attempt;
            remainder.finish(now != null && now.uploadPending(), bodyRead());
        }
    }

    /** Ends it without a word: the client has gone, or half an answer must not look like a whole one. */
    void gone(Throwable cause) {
        if (finish()) {
            Attempt now = attempt;
            if (now != null) {
                now.close();
            }
            Pipe open = pipe;
            if (open != null) {
                open.end();
            } else {
                call.callback().failed(cause instanceof org.eclipse.jetty.io.EofException ? cause : new org.eclipse.jetty.io.EofException(cause));
            }
        }
    }

    private void refuse(RuntimeException cause) {
        refuse(cause instanceof Problem problem ? problem : tunnel.bug(call, cause));
    }

    /** Answers in place of the API server. */
    void refuse(Problem problem) {
        if (call.response().isCommitted()) {
            gone(new EOFException(problem.text()));
            return;
        }
        if (over.get()) {
            return;
        }
        status = problem.kind().status();
        if (finish()) {
            Attempt now = attempt;
            boolean pending = now != null && now.uploadPending();
            if (now != null) {
                now.close();
            }
            tunnel.say(call, problem, () -> remainder.finish(pending, bodyRead()));
        }
    }

    // ---- the session ends ----

    Optional<Sessions.End> expelled() {
        return Optional.ofNullable(expelled);
    }

    static Problem ended(Sessions.End end) {
        return new Problem(
                Problem.Kind.UNAUTHENTICATED, "SESSION_ENDED", "Your session has ended (" + end.word() + "): sign in again.", Map.of("reason", end.word()), null);
    }

    ByteBuffer lastWord(Sessions.End end) {
        return tunnel.errorEvent(ended(end));
    }

    void expel(Sessions.End end) {
        if (expelled != null) {
            return;
        }
        expelledAt = System.nanoTime();
        expelled = end;
        Pipe open = pipe;
        Attempt now = attempt;
        if (open != null) {
            open.end();
        } else if (now != null) {
            now.iterate();
        } else {
            refuse(ended(end));
        }
    }

    // ---- from time to time ----

    /** Looks whether anybody is still there. */
    void look(long now) {
        if (over.get()) {
            return;
        }
        if (expelled != null && now - expelledAt > LAST_WORD) {
            gone(new EOFException("The session has ended"));
            return;
        }
        if (now - lastAsked > STILL_LIVE) {
            lastAsked = now;
            if (!tunnel.live(call.principal())) {
                expel(Sessions.End.EXPIRED);
            }
        }
        if (pipe != null) {
            return;
        }
        Attempt current = attempt;
        long waits = current == null ? 0 : current.upload().waitsSince();
        if (turn.stalled(now) || waits != 0 && now - waits > SLOW_BODY) {
            gone(new EOFException("The client does nothing"));
        } else if (!multiplexed && turn.silent(now) && bodyRead()) {
            listening.begin();
        }
    }

    private void record() {
        if (noted && recorded.compareAndSet(false, true)) {
            tunnel.ledger().write(call, status);
        }
    }

    private boolean finish() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        if (pipe == null) {
            listening.end();
        }
        Silence quiet = silence;
        if (quiet != null) {
            quiet.close();
        }
        Way now = way;
        if (now != null) {
            now.over();
        }
        record();
        tunnel.leave(this);
        call.ended().accept(status);
        return true;
    }
}
