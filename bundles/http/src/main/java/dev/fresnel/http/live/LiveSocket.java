package dev.fresnel.http.live;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One client on the live protocol. */
public final class LiveSocket {
    /** Frames that clients may send, in bytes. */
    public static final int FRAME = 1 << 20;

    static final int CHANNELS = 200;
    static final long CREDIT = 262_144;

    /** What may wait for a client that reads slowly. */
    static final int WAITING = 4 << 20;

    private static final long STALLED = TimeUnit.SECONDS.toNanos(30);
    /** Three pings without an answer. */
    private static final long SILENT = TimeUnit.SECONDS.toNanos(65);

    private static final int TYPE = 200;

    /** The code that tells a page to sign in again. */
    static final int SESSION_OVER = 4401;

    private final Hub hub;
    private final Principal principal;
    private final Wire wire;
    private final Outbox outbox;
    private final FramePace pace = new FramePace(System.nanoTime());
    private final Map<Integer, LiveChannel> channels = new ConcurrentHashMap<>();
    private volatile long heard = System.nanoTime();
    private volatile boolean over;

    LiveSocket(Hub hub, Principal principal, Wire wire) {
        this.hub = hub;
        this.principal = principal;
        this.wire = wire;
        this.outbox = new Outbox(wire, WAITING, this::drained);
    }

    Hub hub() {
        return hub;
    }

    Principal principal() {
        return principal;
    }

    Collection<LiveChannel> channels() {
        return List.copyOf(channels.values());
    }

    /** The client has given a sign of life. */
    public void heard() {
        heard = System.nanoTime();
    }

    /** Whether this is that principal's conversation. */
    public boolean belongsTo(Principal other) {
        return principal.key().equals(other.key());
    }

    /** A binary frame: the channel's number in four bytes, then the payload. */
    public static byte[] binary(int channel, byte[] payload) {
        return Frames.bytes(channel, payload);
    }

    /** A binary frame of the client. */
    public void receivedBytes(byte[] frame) {
        if (!counted()) {
            return;
        }
        if (frame.length < Frames.HEAD) {
            tell(0, invalid("FRAME_INVALID", "A binary frame begins with the four bytes of a channel's number."));
            return;
        }
        LiveChannel channel = channels.get(ByteBuffer.wrap(frame).getInt());
        if (channel != null) {
            channel.bytes(Arrays.copyOfRange(frame, Frames.HEAD, frame.length));
        }
    }

    /** A frame of the client. */
    public void received(byte[] text) {
        if (!counted()) {
            return;
        }
        try {
            Json frame = hub.codec().parse(text);
            if (frame.type() != Json.Type.OBJECT) {
                throw invalid("FRAME_INVALID", "A frame is a JSON object.");
            }
            act(frame);
        } catch (Problem problem) {
            tell(0, problem);
        }
    }

    private void act(Json frame) {
        String kind = frame.get("t").text();
        int number = Math.clamp(frame.get("ch").number(0), 0, Integer.MAX_VALUE);
        if (kind.equals("open")) {
            open(number, frame);
            return;
        }
        LiveChannel channel = channels.get(number);
        if (channel == null) {
            return; // it has ended meanwhile, or the frame is of a later version
        }
        switch (kind) {
            case "update" -> channel.update(frame.get("params"));
            case "credit" -> channel.credit(frame.get("bytes").number(0));
            case "close" -> channel.end("client", "");
            default -> {
                // of a later version
            }
        }
    }

    private void open(int number, Json frame) {
        String type = frame.get("type").text();
        if (number <= 0 || type.isEmpty() || type.length() > TYPE) {
            throw invalid("FRAME_INVALID", "An open frame needs ch, a number above 0, and type.");
        }
        Optional<String> resume = Optional.of(frame.get("resume").text()).filter(token -> !token.isEmpty() && LiveChannel.fits(token));
        var channel = new LiveChannel(this, number, type, frame.get("params"), frame.get("credit").number(CREDIT), resume);
        synchronized (channels) {
            if (over) {
                return;
            }
            if (channels.size() >= CHANNELS) {
                send(Frames.frame(number, "closed", hub.codec().write(Map.of("reason", "limit", "detail", "At most " + CHANNELS + " channels."))));
                return;
            }
            if (channels.putIfAbsent(number, channel) != null) {
                throw invalid("CHANNEL_OPEN", "Channel " + number + " is open already.");
            }
        }
        channel.open();
    }

    private static Problem invalid(String code, String text) {
        return new Problem(Problem.Kind.INVALID, code, text);
    }

    private void tell(int channel, Problem problem) {
        send(Frames.frame(channel, "problem", hub.codec().write(Frames.document(problem))));
    }

    /** Whether the client keeps to a rate that people and pages never reach; else it is shown out. */
    private boolean counted() {
        if (pace.take(System.nanoTime())) {
            return true;
        }
        close(1008, "Too many frames.");
        return false;
    }

    /** The session has ended: says so, then closes. */
    void endSession(String why) {
        byte[] word = hub.codec().write(Map.of("reason", "session", "detail", why));
        wire.send(Frames.frame(0, "closed", word), () -> {});
        if (close(SESSION_OVER, "session " + why)) {
            hub.later(wire::abort);
        }
    }

    void send(byte[] frame) {
        send(frame, false);
    }

    void send(byte[] frame, boolean binary) {
        if (!over && !outbox.offer(frame, binary)) {
            tooSlow();
        }
    }

    boolean full() {
        return outbox.full();
    }

    void forget(LiveChannel channel) {
        channels.remove(channel.number(), channel);
    }

    /** Each second, from the hub. */
    void check(long now) {
        if (!over && outbox.stalledFor(now) > STALLED) {
            tooSlow();
        } else if (!over && now - heard > SILENT && close(1001, "The client does not answer.")) {
            hub.later(wire::abort);
        }
    }

    void ping() {
        wire.ping();
    }

    private void tooSlow() {
        if (close(1013, "The client reads too slowly.")) {
            hub.countSlow();
            hub.later(wire::abort);
        }
    }

    /** Begins the end from this side; false when it had begun. */
    boolean close(int code, String reason) {
        if (!end()) {
            return false;
        }
        wire.close(code, reason);
        return true;
    }

    /** The connection is no more. */
    public void closed() {
        end();
    }

    private boolean end() {
        synchronized (channels) {
            if (over) {
                return false;
            }
            over = true;
        }
        outbox.clear();
        hub.forget(this);
        channels().forEach(channel -> channel.end("", ""));
        return true;
    }

    /** Bytes that wait for the client to read. */
    int waiting() {
        return outbox.waiting();
    }

    private void drained() {
        channels.values().forEach(LiveChannel::checkReady);
    }
}
