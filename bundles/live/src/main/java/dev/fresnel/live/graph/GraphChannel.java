package dev.fresnel.live.graph;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map as long as its page is open: a picture for each cluster, then what changes in it. */
public final class GraphChannel implements Channel {
    /** Nanoseconds between two pictures while more is to come. */
    private static final long LOADING = 400_000_000;

    private final Atlases atlases;
    private final Principal principal;
    private final Sink sink;
    private List<Sheet> sheets = List.of();
    private Wanted wanted;
    private boolean closed;

    /** @throws Problem INVALID */
    public GraphChannel(Atlases atlases, Principal principal, Json params, Sink sink) {
        this.atlases = atlases;
        this.principal = principal;
        this.sink = sink;
        this.wanted = Wanted.parse(params);
    }

    /** One cluster's part of it. Drawn on its atlas' thread. */
    private final class Sheet implements Atlas.Reader {
        private final Atlas atlas;
        private volatile Wanted asked;
        private @Nullable Wanted drawnFor;
        private @Nullable Drawn sent;
        private long seen = -1;
        private long drawnAt;
        private String state = "";
        private volatile boolean left;

        Sheet(String cluster, Wanted asked) {
            this.asked = asked;
            this.atlas = atlases.use(principal, cluster, asked.namespaces());
        }

        void ask(Wanted now) {
            asked = now;
            atlas.wake();
        }

        @Override
        public void read(Atlas from) {
            Wanted now = asked;
            if (left) {
                return;
            }
            Fold fold = from.fold(now); // it stays as long as somebody looks at it, however quiet the cluster is
            long version = from.mesh().version();
            boolean moved = from.quiet() ? !state.equals("live") : state.isEmpty();
            if (version == seen && now.equals(drawnFor) && !moved || now.equals(drawnFor) && tooSoon(from)) {
                return;
            }
            if (!sink.ready()) {
                sink.whenReady(from::wake);
                return;
            }
            Drawn drawn = Picture.of(from.mesh(), from.quiet(), fold, now);
            Drawn before = now.equals(drawnFor) ? sent : null;
            seen = version;
            drawnAt = System.nanoTime();
            drawnFor = now;
            sent = drawn;
            state = drawn.info().state();
            Map<String, Object> news = before == null ? drawn.whole() : drawn.since(before);
            if (news != null && !left) {
                Map<String, Object> frame = new LinkedHashMap<>();
                frame.put("cluster", from.cluster());
                frame.putAll(news);
                sink.send("data", frame);
            }
        }

        /** What is still loading changes all the time: something is shown as soon as there is anything, and then now and then. */
        private boolean tooSoon(Atlas from) {
            return sent != null && !sent.groups().isEmpty() && !from.quiet() && System.nanoTime() - drawnAt < LOADING;
        }

        void leave() {
            left = true;
            atlas.leave(this);
            atlases.release(atlas);
        }
    }

    /** Begins to look; returns at once. */
    public synchronized GraphChannel begin() {
        List<Sheet> before = sheets;
        List<Sheet> now = new ArrayList<>();
        for (String cluster : wanted.clusters()) {
            var sheet = new Sheet(cluster, wanted);
            now.add(sheet);
            sheet.atlas.enter(sheet, wanted.without());
        }
        sheets = now;
        before.forEach(Sheet::leave);
        return this;
    }

    @Override
    public void update(Json params) {
        Wanted next;
        try {
            next = Wanted.parse(params);
        } catch (Problem invalid) {
            sink.problem(invalid);
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            boolean same = next.sameWorld(wanted);
            wanted = next;
            if (same) {
                sheets.forEach(sheet -> sheet.ask(next));
            } else {
                begin();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        sheets.forEach(Sheet::leave);
        sheets = List.of();
    }
}
