package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.kubernetes.upstream.Link;
import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One program over a WebSocket: the first byte of a message says what it is about ({@code v5.channel.k8s.io}, KEP-4006). Reads on when
 * the receiver asks for {@link #more}; what is to be sent waits here, a message at a time on its way.
 */
final class ProgramSocket implements WebSocket.Listener {
    /** Best first; only the first knows the end of input. */
    static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

    static final byte STDIN = 0;
    static final byte STDOUT = 1;
    static final byte STDERR = 2;
    private static final byte STATUS = 3;
    private static final byte RESIZE = 4;
    private static final byte CLOSE = (byte) 255;
    private static final int MESSAGE = 32 << 10;
    private static final int LARGEST_STATUS = 64 << 10;

    /** Takes what the program says; never called by two threads at once. */
    interface Receiver {
        /** @return whether more may come at once; else {@link ProgramSocket#more} is called when it may */
        boolean output(byte stream, byte[] bytes);

        /** Some of the input has been taken. */
        void taken();

        void ended(Exit exit);
    }

    private record Parcel(ByteBuffer message, int input) {}

    private final JsonCodec json;
    private final Receiver receiver;
    private final ByteArrayOutputStream status = new ByteArrayOutputStream();
    private byte stream = -1;

    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private @Nullable WebSocket socket;
    private Runnable over = () -> {};
    private boolean sending;
    private boolean ended;
    private long taken;
    private long held;

    ProgramSocket(JsonCodec json, Receiver receiver) {
        this.json = json;
        this.receiver = receiver;
    }

    /** It is open; a word from it may have come before this call. */
    void opened(Link.Upgraded upgraded) {
        boolean late;
        synchronized (this) {
            late = ended;
            socket = upgraded.socket();
            over = upgraded.over();
        }
        if (late) {
            upgraded.socket().abort();
            upgraded.over().run();
            return;
        }
        pump();
    }

    // ---- what comes ----

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        if (stream < 0 && data.hasRemaining()) {
            stream = data.get();
        }
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        boolean more = true;
        if (stream == STDOUT || stream == STDERR) {
            more = bytes.length == 0 || receiver.output(stream, bytes);
        } else if (stream == STATUS && status.size() < LARGEST_STATUS) {
            status.writeBytes(bytes);
        }
        if (last) {
            stream = -1;
        }
        if (more) {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end(exit(reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(exit(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage()));
    }

    private Exit exit(String reason) {
        if (status.size() == 0) {
            return new Exit(-1, "failed", reason.isEmpty() ? "The connection to the cluster was lost." : "The connection to the cluster was lost: " + reason);
        }
        try {
            return exit(json.parse(status.toByteArray()));
        } catch (Problem unreadable) {
            return new Exit(-1, "failed", status.toString(StandardCharsets.UTF_8));
        }
    }

    /** A {@code Status} object; its cause {@code ExitCode} is the program's. */
    static Exit exit(Json said) {
        if (said.get("status").text().equals("Success")) {
            return new Exit(0, "done", "");
        }
        for (Json cause : said.at("/details/causes").items()) {
            if (cause.get("reason").text().equals("ExitCode") && cause.get("message").text().matches("\\d{1,9}")) {
                return new Exit(Integer.parseInt(cause.get("message").text()), "done", said.get("message").text());
            }
        }
        return new Exit(-1, "failed", said.get("message").text());
    }

    /** Lets more come. */
    void more() {
        WebSocket open = socket();
        if (open != null) {
            open.request(1);
        }
    }

    private synchronized @Nullable WebSocket socket() {
        return ended ? null : socket;
    }

    // ---- what goes ----

    /** @return false when it has ended */
    boolean input(byte[] bytes) {
        synchronized (this) {
            if (ended) {
                return false;
            }
            for (int at = 0; at < bytes.length; at += MESSAGE) {
                int length = Math.min(MESSAGE, bytes.length - at);
                waiting.add(new Parcel(ByteBuffer.allocate(length + 1).put(STDIN).put(bytes, at, length).flip(), length));
            }
            held += bytes.length;
        }
        pump();
        return true;
    }

    void endInput() {
        post(ByteBuffer.wrap(new byte[] {CLOSE, STDIN}));
    }

    void resize(int columns, int rows) {
        byte[] size = ("{\"Width\":" + columns + ",\"Height\":" + rows + "}").getBytes(StandardCharsets.US_ASCII);
        post(ByteBuffer.allocate(size.length + 1).put(RESIZE).put(size).flip());
    }

    private void post(ByteBuffer message) {
        synchronized (this) {
            if (ended) {
                return;
            }
            waiting.add(new Parcel(message, 0));
        }
        pump();
    }

    /** Bytes of input that wait here. */
    synchronized long held() {
        return held;
    }

    /** Bytes of input that are gone. */
    synchronized long taken() {
        return taken;
    }

    private void pump() {
        WebSocket open;
        Parcel next;
        synchronized (this) {
            open = socket;
            if (open == null || sending || ended || waiting.isEmpty()) {
                return;
            }
            next = waiting.remove();
            // Only the first protocol knows a message that closes.
            if (next.input == 0 && next.message.get(0) == CLOSE && !open.getSubprotocol().equals(PROTOCOLS.getFirst())) {
                return;
            }
            sending = true;
        }
        open.sendBinary(next.message, true).whenComplete((same, failure) -> sent(next, failure));
    }

    private void sent(Parcel parcel, @Nullable Throwable failure) {
        synchronized (this) {
            sending = false;
            if (failure == null) {
                taken += parcel.input;
                held -= parcel.input;
            }
        }
        if (failure != null) {
            end(exit(String.valueOf(failure.getMessage())));
            return;
        }
        if (parcel.input > 0) {
            receiver.taken();
        }
        pump();
    }

    void ping() {
        WebSocket open = socket();
        if (open != null) {
            open.sendPing(ByteBuffer.allocate(0));
        }
    }

    /** From here: the connection goes, and with it the program. */
    void close(Exit why) {
        end(why);
    }

    private void end(Exit exit) {
        WebSocket open;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            open = socket;
            waiting.clear();
            held = 0;
        }
        if (open != null) {
            open.abort();
        }
        over.run();
        receiver.ended(exit);
    }
}
