package dev.fresnel.logs.view;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.scratch.Scratch;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import dev.fresnel.logs.line.Fields;
import dev.fresnel.logs.line.Line;
import dev.fresnel.logs.source.Merge;
import dev.fresnel.logs.source.Sources;
import dev.fresnel.logs.source.Wanted;
import dev.fresnel.logs.spool.Condition;
import dev.fresnel.logs.spool.Lines;
import dev.fresnel.logs.spool.Pick;
import dev.fresnel.logs.spool.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open log view: its sources, its lines, and what the page holds of them. One thread does it all. */
final class LogView implements Channel, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogView.class);
    private static final int WORKERS = 2;
    private static final long PACE = 80_000_000L;

    private final String token;
    private final Sink sink;
    private final Streams streams;
    private final Scratch scratch;
    private final Fields fields;
    private final Executor workers;
    private final Function<String, View> views;
    private final Consumer<LogView> ended;
    private final AtomicReference<@Nullable Json> said = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closed;
    /** a search has found the first, or is through: whoever waits for it is told at once */
    private volatile boolean found;
    private volatile @Nullable Lines lines;
    private volatile @Nullable Pick shown;

    private volatile Merge merge = new Merge();
    private @Nullable Sources sources;
    private Wish wish;
    private String sourcesOf = "";
    private String filterOf = "";
    private String searchOf = "";
    private @Nullable Pick matches;
    private Optional<Words> words = Optional.empty();
    private @Nullable String filterError;
    private @Nullable String searchError;
    private Screen screen;
    private long sentAt;

    LogView(
            String token, Json params, Sink sink, Streams streams, Scratch scratch, Fields fields, Executor workers, Function<String, View> views, Consumer<LogView> ended) {
        this.token = token;
        this.sink = sink;
        this.streams = streams;
        this.scratch = scratch;
        this.fields = fields;
        this.workers = workers;
        this.views = views;
        this.ended = ended;
        this.wish = new Wish(params);
        this.screen = new Screen();
        Wanted.of(params, Instant.now()); // what cannot be read is refused at once
        said.set(params);
        thread = Thread.ofPlatform().daemon().name("fresnel-logs-view").unstarted(this);
    }

    void start() {
        sink.send("ready", Map.of("view", token));
        thread.start();
    }

    String token() {
        return token;
    }

    Optional<Lines> lines() {
        return Optional.ofNullable(lines);
    }

    /** What the page shows: the filter's pick. */
    Optional<Pick> shown() {
        return Optional.ofNullable(shown);
    }

    Optional<Sources> sources() {
        return Optional.ofNullable(sources);
    }

    @Override
    public void update(Json params) {
        Wanted.of(params, Instant.now());
        said.set(params);
        wake();
    }

    private void wake() {
        merge.wake();
    }

    private void found() {
        found = true;
        wake();
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }

    /** Waits until nothing of it is left. */
    void join() throws InterruptedException {
        thread.join(java.time.Duration.ofSeconds(5));
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Json now = said.getAndSet(null);
                if (now != null) {
                    apply(new Wish(now));
                }
                List<Line> came = merge.take(40);
                Lines all = lines;
                if (!came.isEmpty() && all != null) {
                    all.add(came);
                }
                tell();
            }
        } catch (RuntimeException e) { // the edge of this thread
            LOG.error("a log view failed: {}", e.toString(), e);
            sink.end("gone", "The log view failed; the server's log says more.");
        } finally {
            release();
            ended.accept(this);
        }
    }

    private void release() {
        Sources reading = sources;
        merge.close();
        if (reading != null) {
            reading.close();
        }
        Lines held = lines;
        lines = null;
        shown = null;
        matches = null;
        if (held != null) {
            held.close();
        }
    }

    private void apply(Wish now) {
        wish = now;
        String key = now.sources();
        if (!key.equals(sourcesOf)) {
            sourcesOf = key;
            restart();
        }
        filter();
        search();
        screen.urgent();
    }

    private void restart() {
        release();
        merge = new Merge();
        filterOf = "";
        searchOf = "";
        screen = new Screen();
        var fresh = new Lines(scratch);
        lines = fresh;
        shown = fresh.all();
        var reading = new Sources(Wanted.of(wish.params(), Instant.now()), streams, views, merge, merge::wake);
        sources = reading;
        reading.start();
    }

    private void filter() {
        Lines all = lines;
        String key = wish.filter().toString();
        if (all == null || key.equals(filterOf)) {
            return;
        }
        filterOf = key;
        searchOf = "";
        try {
            Condition condition = Filter.of(wish.filter(), fields);
            Pick former = shown;
            shown = condition.all() ? all.all() : all.pick(condition, workers, WORKERS, this::found);
            filterError = null;
            if (former != null) {
                all.drop(former);
            }
        } catch (Problem problem) {
            filterError = problem.text();
        }
    }

    private void search() {
        Lines all = lines;
        Pick in = shown;
        String key = wish.search().toString();
        if (all == null || in == null || key.equals(searchOf)) {
            return;
        }
        searchOf = key;
        Pick former = matches;
        matches = null;
        words = Optional.empty();
        searchError = null;
        if (former != null) {
            all.drop(former);
        }
        try {
            words = Filter.words(wish.search());
            if (words.isPresent()) {
                matches = all.search(words.get(), in, wish.start(), workers, WORKERS, this::found);
            }
        } catch (Problem problem) {
            searchError = problem.text();
        }
        screen.voided();
    }

    private void tell() {
        Lines all = lines;
        Pick in = shown;
        Sources reading = sources;
        if (all == null || in == null || reading == null || System.nanoTime() - sentAt < PACE && !screen.isUrgent() && !screen.seeks(wish) && !found) {
            return;
        }
        if (!sink.ready()) {
            sink.whenReady(merge::wake);
            return;
        }
        found = false;
        var now = new Screen.Now(wish, all, in, matches, words, reading, filterError, searchError);
        Told told = screen.changes(now);
        if (told != null) {
            sentAt = System.nanoTime();
            sink.send("data", told);
        }
    }
}
