package dev.fresnel.http.live;

import dev.fresnel.api.channel.Sink;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source's way to its client, as long as this opening lasts. The first frame is {@code ready}, the source's or an empty one. */
final class ChannelSink implements Sink {
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final LiveChannel channel;
    private final JsonCodec codec;
    private boolean begun;
    private boolean silent;
    private @Nullable String token;

    ChannelSink(LiveChannel channel, JsonCodec codec) {
        this.channel = channel;
        this.codec = codec;
    }

    @Override
    public void send(String type, Object data) {
        if (type.equals("closed")) {
            throw new IllegalArgumentException("A channel is closed by end()");
        }
        if (silenced()) {
            return;
        }
        byte[] frame = Frames.frame(channel.number(), type, data instanceof byte[] text ? text : codec.write(data));
        boolean fits;
        synchronized (this) {
            if (silent) {
                return;
            }
            begin(type);
            fits = channel.flow().send(frame);
        }
        if (!fits) {
            end("limit", "Too much is waiting for the client's credit.");
        }
    }

    @Override
    public void bytes(byte[] payload) {
        byte[] frame = Frames.bytes(channel.number(), payload);
        boolean fits;
        synchronized (this) {
            if (silent) {
                return;
            }
            begin("data");
            fits = channel.flow().send(frame, true);
        }
        if (!fits) {
            end("limit", "Too much is waiting for the client's credit.");
        }
    }

    private void begin(String type) {
        if (!begun && !type.equals("ready") && !type.equals("age")) {
            channel.flow().send(Frames.frame(channel.number(), "ready", NOTHING));
        }
        begun |= !type.equals("age");
    }

    private synchronized boolean silenced() {
        return silent;
    }

    @Override
    public boolean ready() {
        return !silenced() && channel.flow().ready();
    }

    @Override
    public void whenReady(Runnable then) {
        if (silenced()) {
            return;
        }
        if (channel.flow().ready()) {
            then.run();
        } else {
            channel.flow().whenReady(then);
            channel.checkReady(); // credit may have come in between
        }
    }

    @Override
    public synchronized void resumeAt(String now) {
        if (!LiveChannel.fits(now)) {
            throw new IllegalArgumentException("A token has at most 4096 bytes");
        }
        token = now;
    }

    synchronized Optional<String> token() {
        return Optional.ofNullable(token);
    }

    @Override
    public void problem(Problem problem) {
        byte[] frame = Frames.frame(channel.number(), "problem", codec.write(Frames.document(problem)));
        synchronized (this) {
            if (!silent) {
                channel.flow().sendFree(frame);
            }
        }
    }

    @Override
    public void end(String reason, String detail) {
        synchronized (this) {
            if (silent) {
                return;
            }
            silent = true;
        }
        channel.end(reason, detail);
    }

    /** Whatever comes now is of a former opening. */
    synchronized void silence() {
        silent = true;
    }
}
