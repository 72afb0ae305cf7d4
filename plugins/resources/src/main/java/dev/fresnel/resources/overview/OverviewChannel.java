package dev.fresnel.resources.overview;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One page's look at one cluster: computed again every few seconds, the slower the longer it takes, and sent when something changed. */
final class OverviewChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(OverviewChannel.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    /** At most a twentieth of the time is spent computing. */
    private static final int SHARE = 20;

    private final Opening opening;
    private final Sink sink;
    private final JsonCodec json;
    private volatile Json params;
    private volatile boolean closed;
    private final Thread thread;

    OverviewChannel(Opening opening, Sink sink, JsonCodec json) {
        this.opening = opening;
        this.sink = sink;
        this.json = json;
        this.params = opening.params();
        this.thread = Thread.ofVirtual().name("overview").unstarted(this::run);
    }

    OverviewChannel begin() {
        thread.start();
        return this;
    }

    private void run() {
        byte[] sent = {};
        var certificates = new Certificates();
        while (!closed) {
            long began = System.nanoTime();
            try {
                byte[] told = json.write(compute(certificates));
                if (!Arrays.equals(told, sent) && sink.ready()) {
                    sink.send("data", told);
                    sent = told;
                }
            } catch (Problem problem) {
                sink.problem(problem);
            } catch (RuntimeException failed) {
                if (closed) {
                    return;
                }
                LOG.warn("The overview could not be computed", failed);
                sink.problem(new Problem(Problem.Kind.BUG, "RESOURCES_OVERVIEW", "The overview could not be computed."));
            }
            if (!rested(Math.max(PAUSE.toNanos(), (System.nanoTime() - began) * SHARE))) {
                return;
            }
        }
    }

    private Overview compute(Certificates certificates) {
        Json asked = params;
        List<String> namespaces = asked.get("namespaces").items().stream().map(Json::text).toList();
        var seen = new Seen(opening.view(asked.get("cluster").text()), namespaces);
        return Overview.of(seen, certificates, Instant.now());
    }

    private static boolean rested(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
            return true;
        } catch (InterruptedException end) {
            return false;
        }
    }

    @Override
    public void update(Json other) {
        params = other;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
