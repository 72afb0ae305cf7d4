package dev.fresnel.live.object;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.State;
import dev.fresnel.live.rows.Pulse;
import dev.fresnel.live.store.Age;
import dev.fresnel.live.store.Denial;
import dev.fresnel.live.store.Feed;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Partition;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Span;
import dev.fresnel.live.store.Visible;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many objects of some kinds there are and how many are wrong, as navigation shows it; each kind through the gate. */
public final class CountsChannel implements Channel {
    /** Kinds that one channel may count: each is a watch. */
    public static final int MOST = 48;

    private static final Logger LOG = LoggerFactory.getLogger(CountsChannel.class);
    private static final long TICK = 250;
    private static final long RETRY = 3_000;

    /** Kinds that are joined at a time: whoever opens a page waits for what is on it, not for numbers beside it. */
    private static final int AT_ONCE = 6;

    /** Milliseconds after which a kind that did not fit into memory is tried again. */
    private static final long MANY = 60_000;

    /** Milliseconds after which it is asked again for a kind that may not be listed: a right may have been granted. */
    private static final long DENIED = 300_000;

    private final Live live;
    private final Principal principal;
    private final Sink sink;
    private final Pulse pulse;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private Question question;
    private Map<String, Counted> kinds = Map.of();
    private @Nullable Map<String, Object> sent;
    private boolean closed;

    private record Question(String cluster, List<String> resources, Set<String> namespaces) {
        static Question parse(Json params) {
            String cluster = params.get("cluster").text();
            List<String> resources = texts(params.get("resources"));
            if (cluster.isEmpty()) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "Counts need a cluster.");
            }
            if (resources.size() > MOST) {
                throw new Problem(Problem.Kind.LIMITED, "LIVE_COUNTS_MANY", "At most " + MOST + " kinds can be counted at once.",
                        Map.of("most", MOST), null);
            }
            return new Question(cluster, resources, new LinkedHashSet<>(texts(params.get("namespaces"))));
        }

        private static List<String> texts(Json array) {
            return List.copyOf(new LinkedHashSet<>(array.items().stream().map(Json::text).filter(t -> !t.isEmpty()).toList()));
        }
    }

    /** One kind: its parts once they are joined, or why there are none. */
    private final class Counted {
        final String resource;
        final List<Visible<Partition>> parts = new ArrayList<>();
        final List<Feed> feeds = new ArrayList<>();
        volatile @Nullable Problem problem;
        @Nullable Thread joining;
        boolean left;
        int attempts;
        @Nullable Span span;
        volatile boolean many;

        Counted(String resource) {
            this.resource = resource;
        }

        void begin(Question asked) {
            joining = Thread.ofVirtual().name("live-count-" + resource).start(() -> join(asked));
        }

        private void join(Question asked) {
            try {
                while (!attempt(asked)) {
                    Thread.sleep(denied() ? DENIED : many ? MANY : RETRY);
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean attempt(Question asked) throws InterruptedException {
            turns.acquire();
            int mine = next();
            try {
                Scope scope = new Scope(asked.cluster, live.kind(principal, asked.cluster, resource), "");
                accept(certain(live.see(principal, scope, asked.namespaces, new Live.Wish(why -> lost(why, mine), partly -> {}, false, null))), mine);
                return true;
            } catch (Problem refused) {
                boolean passing = Denial.passing(refused);
                many = refused.code().equals(Denial.TOO_BIG);
                if (!passing) {
                    lost(refused, mine);
                }
                return !passing && !denied();
            } catch (RuntimeException bug) {
                LOG.error("{} in {} cannot be counted", resource, asked.cluster, bug);
                return false;
            } finally {
                turns.release();
                pulse.beat();
            }
        }

        /** A part of what there is would be a wrong count. */
        private Live.Seen certain(Live.Seen seen) {
            Problem doubt = seen.doubt();
            if (doubt != null) {
                seen.parts().forEach(Visible::close);
                throw doubt;
            }
            return seen;
        }

        private boolean denied() {
            Problem why = problem;
            return why != null && why.kind() == Problem.Kind.FORBIDDEN;
        }

        private int next() {
            synchronized (CountsChannel.this) {
                return ++attempts;
            }
        }

        private void accept(Live.Seen seen, int attempt) {
            synchronized (CountsChannel.this) {
                if (left || attempt != attempts) {
                    seen.parts().forEach(Visible::close);
                    return;
                }
                problem = null;
                span = seen.span();
                for (Visible<Partition> one : seen.parts()) {
                    parts.add(one);
                    feeds.add(one.value().feed(pulse::beat));
                }
            }
        }

        private void lost(Problem why, int attempt) {
            synchronized (CountsChannel.this) {
                if (attempt != attempts) {
                    return;
                }
                release();
                if (Denial.passing(why) && !left && !closed) {
                    attempts++;
                    begin(question);
                } else {
                    problem = why;
                    if (denied() && !left && !closed && Thread.currentThread() != joining) {
                        later(question);
                    }
                }
            }
            pulse.beat();
        }

        private void later(Question asked) {
            joining = Thread.ofVirtual().name("live-count-" + resource).start(() -> {
                try {
                    Thread.sleep(DENIED);
                    join(asked);
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private void release() {
            feeds.forEach(Feed::close);
            parts.forEach(Visible::close);
            feeds.clear();
            parts.clear();
        }

        void leave() {
            left = true;
            if (joining != null) {
                joining.interrupt();
            }
            release();
        }

        /** What navigation shows: counts, or why there are none. */
        @Nullable Map<String, Object> answer() {
            Problem why = problem;
            if (why != null) {
                boolean missing = why.kind() == Problem.Kind.MISSING || why.kind() == Problem.Kind.INVALID;
                return missing ? null : Map.of("forbidden", true);
            }
            if (parts.isEmpty()) {
                return many ? Map.of("loading", true, "many", true) : Map.of("loading", true);
            }
            int total = 0;
            int errors = 0;
            int warnings = 0;
            for (int i = 0; i < parts.size(); i++) {
                Partition part = parts.get(i).value();
                feeds.get(i).take();
                Map<State, Integer> counts = part.counts();
                if (counts == null) {
                    return part.age().state() == Age.State.FORBIDDEN ? Map.of("forbidden", true) : Map.of("loading", true);
                }
                total += counts.values().stream().mapToInt(Integer::intValue).sum();
                errors += counts.getOrDefault(State.ERROR, 0);
                warnings += counts.getOrDefault(State.WARNING, 0);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("total", total);
            answer.put("error", errors);
            answer.put("warning", warnings);
            Span part = span;
            if (part != null) {
                answer.put("namespaces", part.of() < 0
                        ? Map.of("shown", part.names().size())
                        : Map.of("shown", part.names().size(), "of", part.of()));
            }
            return answer;
        }
    }

    /** @throws Problem INVALID or LIMITED */
    public CountsChannel(Live live, Principal principal, Json params, Sink sink) {
        this.live = live;
        this.principal = principal;
        this.sink = sink;
        this.question = Question.parse(params);
        this.pulse = new Pulse(live.clock(), TICK, this::flush);
    }

    /** Begins to join; returns at once. */
    public synchronized CountsChannel begin() {
        Map<String, Counted> before = kinds;
        kinds = new LinkedHashMap<>();
        for (String resource : question.resources) {
            kinds.put(resource, new Counted(resource));
        }
        kinds.values().forEach(one -> one.begin(question));
        before.values().forEach(Counted::leave);
        pulse.beat();
        return this;
    }

    @Override
    public void update(Json params) {
        Question next;
        try {
            next = Question.parse(params);
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (!closed && !next.equals(question)) {
                question = next;
                sent = null;
                begin();
            }
        }
    }

    private synchronized void flush() {
        if (closed) {
            return;
        }
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Counted one : List.copyOf(kinds.values())) {
            try {
                Map<String, Object> answer = one.answer();
                if (answer != null) {
                    counts.put(one.resource, answer);
                }
            } catch (Problem lost) {
                counts.put(one.resource, Map.of("forbidden", true));
            }
        }
        if (counts.equals(sent)) {
            return;
        }
        if (!sink.ready()) {
            sink.whenReady(pulse::beat);
            return;
        }
        sent = counts;
        sink.send("data", Map.of("counts", counts));
    }

    @Override
    public synchronized void close() {
        closed = true;
        kinds.values().forEach(Counted::leave);
    }
}
