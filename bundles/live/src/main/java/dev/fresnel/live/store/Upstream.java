package dev.fresnel.live.store;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one store fed: lists, watches, resumes, lists again. Runs on a virtual thread of its own until stopped. */
final class Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int PAGE = 500;

    /** After so many rows it is looked whether they still fit into memory. */
    private static final int GROWTH = 100;

    /** A watch is asked to end after this long (and up to half more), so that a dead connection is found out. */
    private static final int WATCH_SECONDS = 240;

    /** A connection that lived this long (ns) was no failure. */
    private static final long STEADY = 5_000_000_000L;

    private final Scope scope;
    private final Store store;
    private final Tables tables;
    private final Pace pace;
    private final Surroundings cluster;

    private String version = "";
    private @Nullable Wire wire;
    private @Nullable Header columns;
    private final Patience patience;
    private boolean mayWatch;
    private long told;
    private volatile boolean stopped;
    private volatile boolean streaming;
    private volatile long heard = System.nanoTime();
    private volatile long deadline = Long.MAX_VALUE;
    private volatile @Nullable UpstreamResponse open;

    Upstream(Store store, Tables tables, Pace pace, Surroundings cluster, boolean mayWatch) {
        this.scope = store.scope();
        this.store = store;
        this.tables = tables;
        this.pace = pace;
        this.cluster = cluster;
        this.patience = new Patience(pace);
        this.mayWatch = mayWatch && scope.watchable();
    }

    void run() {
        try {
            while (!stopped) {
                try {
                    round();
                } catch (InterruptedException turned) {
                    // Somebody else carries now, or it is the end.
                    LOG.trace("{} in {} goes on anew", scope.kind().id(), scope.cluster());
                }
            }
        } catch (RuntimeException bug) {
            LOG.error("upstream of {} in {} ended by a bug", scope.kind().id(), scope.cluster(), bug);
            store.aged(Age.now(Age.State.GONE, "the live store failed: " + bug));
        }
    }

    void stop() {
        stopped = true;
        cut();
    }

    /** Breaks the connection; the loop opens another. */
    void cut() {
        UpstreamResponse response = open;
        if (response != null) {
            response.close();
        }
    }

    /** The cluster answers again. */
    void nudge() {
        patience.nudge();
    }

    /** Called every few seconds: finds silent connections. */
    void check() {
        long now = System.nanoTime();
        if (streaming && now - heard > pace.silence().toNanos()) {
            cluster.shared().streamsNot(scope);
            cut();
        } else if (now > deadline) {
            cut();
        }
    }

    private void round() throws InterruptedException {
        wire = cluster.carrier().await();
        try {
            if (version.isEmpty()) {
                list();
            } else {
                watch("watch=1&resourceVersion=" + Scope.encode(version), null);
            }
        } catch (Refusal refusal) {
            if (carries()) {
                refused(refusal);
            }
        } catch (Problem problem) {
            if (carries()) {
                down(problem);
            }
        } catch (IOException broken) {
            if (carries()) {
                failed(Age.State.STALE, "the connection broke: " + broken.getMessage(), 0);
            }
        }
    }

    /** What breaks because somebody else carries now is no failure. */
    private boolean carries() {
        return cluster.carrier().carries(wire);
    }

    private Wire wire() {
        return Objects.requireNonNull(wire);
    }

    // ---- lists

    private void list() throws Refusal, IOException, InterruptedException {
        boolean stream = mayWatch && !scope.served().aggregated() && cluster.shared().streams(scope);
        try (Permit permit = new Permit()) {
            if (stream) {
                watch("watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", permit);
            } else {
                pages();
            }
        }
        if (!stream && !mayWatch) {
            version = "";
            Patience.pause(Patience.jittered(scope.measured() ? pace.relist().toMillis() * 3 / 2 : pace.relist().toMillis(), 0.2));
        }
    }

    /** One of the cluster's two permits to list; given back when the list is complete. */
    private final class Permit implements AutoCloseable {
        private boolean held = true;

        Permit() throws InterruptedException {
            cluster.shared().lists.acquire();
        }

        @Override
        public void close() {
            if (held) {
                held = false;
                cluster.shared().lists.release();
            }
        }
    }

    private void pages() throws Refusal, IOException, InterruptedException {
        store.tell(new Step.Begin());
        String next = "";
        String listed = "";
        do {
            String query = "limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + Scope.encode(next));
            next = "";
            deadline = System.nanoTime() + 3 * pace.silence().toNanos();
            try (UpstreamResponse response = opened(wire().open(query))) {
                for (Event event : tables.page(Wire.text(response))) {
                    if (event instanceof Event.Put put) {
                        put(put);
                    } else if (event instanceof Event.PageEnd end) {
                        next = end.next();
                        listed = end.version();
                    }
                }
            } finally {
                deadline = Long.MAX_VALUE;
                open = null;
            }
        } while (!next.isEmpty());
        whole();
        version = listed;
        if (listed.isEmpty()) {
            mayWatch = false;
        }
    }

    private void whole() throws InterruptedException {
        if (tables.header() == null) {
            tables.plain();
        }
        store.tell(new Step.Whole(Objects.requireNonNull(tables.header())));
        patience.succeeded();
    }

    // ---- watches

    /** @param permit present when the watch begins with the whole list */
    private void watch(String query, @Nullable Permit permit) throws Refusal, IOException, InterruptedException {
        int seconds = WATCH_SECONDS + ThreadLocalRandom.current().nextInt(WATCH_SECONDS / 2);
        boolean initial = permit != null;
        long began = System.nanoTime();
        boolean complete = !initial;
        try (UpstreamResponse response = opened(wire().open(query + "&allowWatchBookmarks=true&timeoutSeconds=" + seconds));
                Tables.Watch watch = tables.new Watch(Wire.text(response))) {
            heard = System.nanoTime();
            deadline = heard + Duration.ofSeconds(seconds + 15L).toNanos();
            streaming = initial;
            if (initial) {
                store.tell(new Step.Begin());
            } else {
                store.tell(new Step.Aged(Age.now(Age.State.LIVE, "")));
            }
            for (Event event; (event = watch.next()) != null; ) {
                heard = System.nanoTime();
                complete |= handle(event, permit);
            }
        } catch (Refusal refusal) {
            fallBack(refusal, initial && !complete);
            return;
        } finally {
            streaming = false;
            deadline = Long.MAX_VALUE;
            open = null;
            patience.ended(System.nanoTime() - began > STEADY);
        }
        ended(complete, began);
    }

    private UpstreamResponse opened(UpstreamResponse response) {
        open = response;
        if (stopped || !carries()) {
            response.close();
        }
        return response;
    }

    /** @return whether the initial events are complete now */
    private boolean handle(Event event, @Nullable Permit permit) throws InterruptedException, Refusal, IOException {
        switch (event) {
            case Event.Put put -> {
                sameColumns();
                put(put);
                if (!streaming && !put.version().isEmpty()) {
                    version = put.version();
                }
            }
            case Event.Removed removed -> {
                store.tell(new Step.Remove(removed.uid()));
                version = streaming || removed.version().isEmpty() ? version : removed.version();
            }
            case Event.Bookmark bookmark -> {
                if (bookmark.whole() && streaming && permit != null) {
                    streaming = false;
                    ensureHeader();
                    whole();
                    permit.close();
                }
                version = streaming || bookmark.version().isEmpty() ? version : bookmark.version();
                patience.succeeded();
                return bookmark.whole();
            }
            case Event.Failed failed -> throw new Refusal(failed.code() == 0 ? 500 : failed.code(), failed.message(), 0);
            case Event.PageEnd none -> {}
        }
        return false;
    }

    /** An empty list may end without a word about columns. */
    private void ensureHeader() throws Refusal, IOException, InterruptedException {
        if (tables.header() == null) {
            try (UpstreamResponse response = wire().open("limit=1")) {
                tables.page(Wire.text(response));
            }
        }
    }

    /** Columns of a custom resource may change while it is watched: then the rows before are of another shape. */
    private void sameColumns() throws IOException {
        Header now = tables.header();
        Header before = columns;
        columns = now;
        if (!streaming && before != null && now != null && !before.alike(now)) {
            version = "";
            throw new IOException("the columns have changed");
        }
    }

    private void put(Event.Put put) throws InterruptedException {
        for (Event.Decoded decoded : put.rows()) {
            store.tell(new Step.Put(decoded));
            if (++told % GROWTH == 0) {
                cluster.grown();
            }
        }
    }

    /** Servers that cannot stream the list, or a principal that may list but not watch, get pages. */
    private void fallBack(Refusal refusal, boolean beginning) throws Refusal {
        int status = refusal.status();
        if (beginning && (status == 400 || status == 405 || status == 422 || status == 501)) {
            cluster.shared().streamsNot(scope);
            mayWatch &= status != 405;
        } else if (status == 403 && cluster.sole() && !cluster.unsettled() || status == 405) {
            if (!mayWatch) {
                throw refusal;
            }
            mayWatch = false;
            version = "";
        } else {
            throw refusal;
        }
    }

    private void ended(boolean complete, long began) throws InterruptedException {
        if (!complete) {
            failed(Age.State.STALE, "the list ended before it was complete", 0);
            return;
        }
        // A server that ends each watch at once must not be asked in a tight loop.
        if (System.nanoTime() - began < 1_000_000_000L) {
            patience.failed();
            patience.backOff(0, false);
        }
    }

    // ---- trouble

    private void refused(Refusal refusal) throws InterruptedException {
        if (refusal.denied() && cluster.unsettled()) {
            failed(Age.State.STALE, "the API server has only just come back and refuses; it is asked again: " + refusal.text(), 0);
        } else if (refusal.denied()) {
            forbidden(Objects.requireNonNull(Denial.of(scope, refusal.status(), refusal.text())));
        } else if (refusal.status() == 404) {
            gone(refusal.text());
        } else if (refusal.status() == 410) {
            expired(refusal);
        } else {
            boolean again = refusal.status() == 429 || refusal.status() >= 500 && patience.failures() < 3;
            version = again ? version : "";
            failed(Age.State.STALE, refusal.text(), refusal.retryAfter());
        }
    }

    /** When many stores must list anew at once they take turns over some time. */
    private void expired(Refusal refusal) throws InterruptedException {
        version = "";
        LOG.debug("{} in {}: {}", scope.kind().id(), scope.cluster(), refusal.text());
        cluster.shared().expired(this);
        Patience.pause(Patience.jittered(pace.first().toMillis(), 1));
        long spread = cluster.shared().spread();
        if (spread > 0) {
            store.tell(new Step.Aged(Age.now(Age.State.STALE, "many lists must be read anew; this one waits for its turn")));
            Patience.pause(spread);
        }
    }

    /** Another may be allowed what this one is not: the store only ends when it works for nobody else. */
    private void forbidden(Problem why) {
        if (cluster.sole()) {
            stopped = true;
            store.aged(Age.now(Age.State.FORBIDDEN, why.text()));
        }
        cluster.refused(wire(), why);
    }

    private void gone(String detail) {
        stopped = true;
        store.aged(Age.now(Age.State.GONE, detail));
    }

    private void down(Problem problem) throws InterruptedException {
        switch (problem.kind()) {
            case UNAUTHENTICATED, FORBIDDEN -> forbidden(problem);
            case MISSING -> gone(problem.text());
            default -> failed(Age.State.UNREACHABLE, problem.text(), 0);
        }
    }

    /** The first failure after success is tried again at once and tells nobody: API servers end watches all the time. */
    private void failed(Age.State state, String detail, long least) throws InterruptedException {
        if (stopped) {
            return;
        }
        if (patience.failed() > 0 || state == Age.State.UNREACHABLE || version.isEmpty()) {
            store.tell(new Step.Aged(Age.now(state, detail)));
        }
        patience.backOff(least, state == Age.State.UNREACHABLE);
    }
}
