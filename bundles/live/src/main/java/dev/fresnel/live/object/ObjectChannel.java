package dev.fresnel.live.object;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.live.store.Live;
import dev.fresnel.live.store.Scope;
import dev.fresnel.live.store.Single;
import dev.fresnel.live.store.WholeObject;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One object as long as a page shows it: read, watched with the caller's own credential, read again where watching is denied. */
public final class ObjectChannel implements Channel {
    /** A watch is authorised when it begins: so often the API server is made to look again. */
    private static final int WATCH_SECONDS = 30;

    private static final long POLL = 10_000;
    private static final long LONGEST = 15_000;

    private final Live live;
    private final Principal principal;
    private final Sink sink;
    private final long first;
    private Target target;
    private @Nullable Thread thread;
    private volatile @Nullable UpstreamResponse open;
    private volatile boolean closed;

    private String state = "";
    private byte @Nullable [] waiting;
    private byte @Nullable [] sent;

    private record Target(String cluster, String resource, String namespace, String name) {
        static Target parse(Json params) {
            Target target = new Target(
                    params.get("cluster").text(), params.get("resource").text(), params.get("namespace").text(), params.get("name").text());
            if (target.cluster.isEmpty() || target.resource.isEmpty() || target.name.isEmpty()) {
                throw new Problem(Problem.Kind.INVALID, "LIVE_PARAMS_INVALID", "An object needs cluster, resource and name.");
            }
            return target;
        }
    }

    /**
     * @param first first pause after a failure, in milliseconds
     * @throws Problem INVALID
     */
    public ObjectChannel(Live live, Principal principal, Json params, Sink sink, long first) {
        this.live = live;
        this.principal = principal;
        this.sink = sink;
        this.first = first;
        this.target = Target.parse(params);
    }

    /** Begins to read; returns at once. */
    public synchronized ObjectChannel begin() {
        Target now = target;
        thread = Thread.ofVirtual().name("live-object-" + now.cluster).start(() -> run(now));
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
            if (closed || next.equals(target)) {
                return;
            }
            stop();
            target = next;
            waiting = null;
            sent = null;
            state = "";
            sink.send("reset", Map.of());
            sink.send("ready", Map.of());
            begin();
        }
    }

    private void run(Target what) {
        long pause = first;
        try {
            while (!closed) {
                try {
                    if (round(what)) {
                        return;
                    }
                    pause = first;
                } catch (Problem problem) {
                    if (failed(what, problem)) {
                        return;
                    }
                    Thread.sleep(pause);
                    pause = Math.min(pause * 2, LONGEST);
                } catch (IOException broken) {
                    Thread.sleep(pause);
                    pause = Math.min(pause * 2, LONGEST);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the object and follows it; @return whether there is nothing more to follow. */
    private boolean round(Target what) throws IOException, InterruptedException {
        ServedKind served = live.kind(principal, what.cluster, what.resource);
        Scope scope = new Scope(what.cluster, served, served.kind().namespaced() ? what.namespace : "");
        Single single = new Single(live.transport(), live.weather(), principal, scope, what.name);
        Optional<WholeObject> found = single.get();
        if (found.isEmpty()) {
            gone(what);
            return true;
        }
        age(what, "live", "", Map.of());
        offer(found.get());
        return follow(what, single, found.get().version());
    }

    private boolean follow(Target what, Single single, String from) throws IOException, InterruptedException {
        String version = from;
        boolean mayWatch = single.scope().served().verbs().contains("watch");
        while (mayWatch && !version.isEmpty() && here()) {
            try (UpstreamResponse response = single.watch(version, WATCH_SECONDS)) {
                open = response;
                if (response.status() != 200) {
                    // 403: may get, may not watch. Anything else: read it again.
                    mayWatch = false;
                    break;
                }
                String now = events(what, single, response, version);
                if (now == null) {
                    return true;
                }
                version = now;
            } finally {
                open = null;
            }
        }
        if (!mayWatch) {
            Thread.sleep(POLL);
        }
        return !here();
    }

    /** @return the version to go on from, "" to read again; null when the object is gone */
    private @Nullable String events(Target what, Single single, UpstreamResponse response, String from) throws IOException {
        String version = from;
        try (var watch = new WholeObject.Watch(Single.text(response), single.scope().secret())) {
            for (WholeObject.Watch.Event event; (event = watch.next()) != null; ) {
                switch (event.type()) {
                    case "DELETED" -> {
                        gone(what);
                        return null;
                    }
                    case "ERROR" -> {
                        return "";
                    }
                    case "BOOKMARK" -> version = event.object().version();
                    default -> {
                        version = event.object().version();
                        offer(event.object());
                    }
                }
            }
        }
        return version;
    }

    private boolean here() {
        return !closed && !Thread.currentThread().isInterrupted();
    }

    /** @return whether that is the end */
    private boolean failed(Target what, Problem problem) {
        switch (problem.kind()) {
            case FORBIDDEN, UNAUTHENTICATED -> {
                age(what, "forbidden", problem.text(), problem.args());
                end("forbidden", problem);
                return true;
            }
            case MISSING, INVALID -> {
                end("gone", problem);
                return true;
            }
            default -> {
                age(what, "unreachable", problem.text(), Map.of());
                return false;
            }
        }
    }

    private synchronized void end(String reason, Problem problem) {
        if (here()) {
            sink.problem(problem);
            sink.end(reason, problem.text());
        }
    }

    private synchronized void gone(Target what) {
        if (!here()) {
            return;
        }
        boolean seen = sent != null || waiting != null;
        if (seen) {
            sink.send("data", "{\"deleted\":true}".getBytes(StandardCharsets.UTF_8));
            sink.end("gone", what.name + " was deleted.");
        } else {
            end("gone", new Problem(Problem.Kind.MISSING, "LIVE_OBJECT_UNKNOWN", "There is no " + what.resource + " " + what.name
                    + (what.namespace.isEmpty() ? "" : " in " + what.namespace) + "."));
        }
    }

    private synchronized void age(Target what, String now, String detail, Map<String, Object> args) {
        if (!here() || now.equals(state)) {
            return;
        }
        state = now;
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("cluster", what.cluster);
        frame.put("state", now);
        frame.put("since", System.currentTimeMillis());
        if (!detail.isEmpty()) {
            frame.put("detail", detail);
        }
        for (String name : new String[] {"verb", "resource", "namespace"}) {
            if (args.containsKey(name)) {
                frame.put(name, args.get(name));
            }
        }
        sink.send("age", frame);
    }

    /** Only the newest state waits for credit. */
    private synchronized void offer(WholeObject object) {
        if (!here() || java.util.Arrays.equals(object.text(), sent)) {
            return;
        }
        waiting = object.text();
        if (sink.ready()) {
            push();
        } else {
            sink.whenReady(this::push);
        }
    }

    private synchronized void push() {
        byte[] text = waiting;
        if (text == null || closed) {
            return;
        }
        waiting = null;
        sent = text;
        var frame = new ByteArrayOutputStream(text.length + 16);
        frame.writeBytes("{\"object\":".getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(text);
        frame.write('}');
        sink.send("data", frame.toByteArray());
    }

    private void stop() {
        if (thread != null) {
            thread.interrupt();
        }
        UpstreamResponse response = open;
        if (response != null) {
            response.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }
}
