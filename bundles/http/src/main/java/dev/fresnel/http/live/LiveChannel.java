package dev.fresnel.http.live;

import dev.fresnel.api.channel.Channel;
import dev.fresnel.api.channel.Opening;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open channel of a socket. All calls into its source go through its mailbox, so they never overlap. */
final class LiveChannel {
    private static final Logger LOG = LoggerFactory.getLogger(LiveChannel.class);

    private final LiveSocket socket;
    private final int number;
    private final String type;
    private final Flow flow;
    private final Mailbox mailbox;
    private final AtomicReference<@Nullable Json> update = new AtomicReference<>();

    // touched in the mailbox alone
    private Json params;
    private Optional<String> resume;
    private @Nullable Provider provider;
    private @Nullable Channel channel;
    private @Nullable ChannelSink sink;

    private volatile boolean over;

    LiveChannel(LiveSocket socket, int number, String type, Json params, long credit, Optional<String> resume) {
        this.socket = socket;
        this.number = number;
        this.type = type;
        this.params = params;
        this.resume = resume;
        this.flow = new Flow(socket, credit);
        this.mailbox = new Mailbox(socket.hub().threads());
    }

    int number() {
        return number;
    }

    String type() {
        return type;
    }

    Flow flow() {
        return flow;
    }

    void open() {
        mailbox.post(this::begin);
    }

    /** Of several changes that wait only the last counts. */
    void update(Json now) {
        if (update.getAndSet(now) == null) {
            mailbox.post(this::applyUpdate);
        }
    }

    void bytes(byte[] payload) {
        mailbox.post(() -> {
            Channel open = channel;
            if (!over && open != null) {
                guarded(() -> open.bytes(payload));
            }
        });
    }

    void credit(long bytes) {
        flow.allow(bytes);
        checkReady();
    }

    /** Calls back who waits for credit, if there is some. */
    void checkReady() {
        Runnable then = flow.takeReady();
        if (then != null) {
            mailbox.post(() -> guarded(then));
        }
    }

    /** Who opened it may have been replaced: opens again on the successor, or ends. */
    void reconsider() {
        mailbox.post(this::beginAgain);
    }

    /** @param reason empty when there is nobody to tell */
    void end(String reason, String detail) {
        mailbox.post(() -> finish(reason, detail));
    }

    private void begin() {
        if (over) {
            return;
        }
        Optional<Provider> found = socket.hub().sources().find(type);
        if (found.isEmpty()) {
            fail(new Problem(Problem.Kind.MISSING, "CHANNEL_UNKNOWN", "There is no channel of the type '" + type + "'.", Map.of("type", type), null));
            return;
        }
        Provider mine = found.get();
        provider = mine;
        try {
            mine.call(() -> openOn(mine));
        } catch (Problem problem) {
            fail(problem);
        } catch (Throwable e) { // the edge to sources: their errors end their own channel
            LOG.error("channel {} of type {} could not be opened", number, type, e);
            fail(bug());
        }
    }

    private void openOn(Provider mine) {
        try {
            channel = open(mine, resume);
        } catch (Problem problem) {
            if (resume.isEmpty()) {
                throw problem;
            }
            resume = Optional.empty(); // a token that is not accepted means a fresh start
            channel = open(mine, resume);
        }
    }

    private Channel open(Provider mine, Optional<String> token) {
        var fresh = new ChannelSink(this, mine.codec());
        sink = fresh;
        return mine.open(socket.principal(), new Said(params, token), fresh);
    }

    private void applyUpdate() {
        Json now = update.getAndSet(null);
        if (over || now == null) {
            return;
        }
        params = now;
        Channel open = channel;
        if (open != null) {
            guarded(() -> open.update(now));
        }
    }

    private void beginAgain() {
        Provider mine = provider;
        if (over || mine == null || mine.current()) {
            return;
        }
        ChannelSink former = sink;
        resume = former == null ? Optional.empty() : former.token();
        release();
        flow.restart(Frames.reset(number));
        begin();
    }

    private void finish(String reason, String detail) {
        if (over) {
            return;
        }
        over = true;
        release();
        socket.forget(this);
        if (!reason.isEmpty()) {
            flow.finish(Frames.frame(number, "closed", socket.hub().codec().write(Map.of("reason", reason, "detail", detail))));
        }
    }

    private void fail(Problem problem) {
        flow.sendFree(Frames.frame(number, "problem", socket.hub().codec().write(Frames.document(problem))));
        finish(Frames.reason(problem), problem.text());
    }

    /** Ends the source's side and lets go of who opened it. */
    private void release() {
        ChannelSink silenced = sink;
        Channel closing = channel;
        Provider held = provider;
        sink = null;
        channel = null;
        if (silenced != null) {
            silenced.silence();
        }
        if (closing != null) {
            guarded(closing::close);
        }
        provider = null;
        if (held != null) {
            held.close();
        }
    }

    /** A call into the source; what it throws is told and does no more harm. */
    private void guarded(Runnable into) {
        Provider mine = provider;
        if (mine == null) {
            return;
        }
        try {
            mine.call(into);
        } catch (Problem problem) {
            flow.sendFree(Frames.frame(number, "problem", socket.hub().codec().write(Frames.document(problem))));
        } catch (Throwable e) { // the edge to sources
            LOG.error("channel {} of type {} failed", number, type, e);
            flow.sendFree(Frames.frame(number, "problem", socket.hub().codec().write(Frames.document(bug()))));
        }
    }

    private static Problem bug() {
        return new Problem(Problem.Kind.BUG, "BUG", "Something went wrong here; the server's log says more.");
    }

    private final class Said implements Opening {
        private final Json said;
        private final Optional<String> token;

        Said(Json said, Optional<String> token) {
            this.said = said;
            this.token = token;
        }

        @Override
        public Json params() {
            return said;
        }

        @Override
        public Optional<String> resume() {
            return token;
        }

        @Override
        public View view(String cluster) {
            return socket.hub().view(socket.principal(), cluster);
        }
    }

    /** For the log and the dump. */
    @Override
    public String toString() {
        return type + "#" + number;
    }

    static boolean fits(String token) {
        return token.getBytes(StandardCharsets.UTF_8).length <= 4096;
    }
}
