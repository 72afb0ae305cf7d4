package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fresnel.testing.Await;
import dev.fresnel.testing.TestHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of the live protocol, written from the interfaces page alone. */
final class LiveClient implements AutoCloseable {
    private final WebSocket socket;
    private final Ears ears;
    private final AtomicInteger numbers = new AtomicInteger();

    private LiveClient(WebSocket socket, Ears ears) {
        this.socket = socket;
        this.ears = ears;
    }

    /** A handshake that the server refused. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refused(int status) {
            super("the handshake was answered with " + status);
            this.status = status;
        }
    }

    /** @param headers name, value, name, value… */
    static LiveClient connect(HttpClient client, URI address, String... headers) {
        var ears = new Ears();
        var builder = client.newWebSocketBuilder().subprotocols("fresnel.v1").connectTimeout(Duration.ofSeconds(30));
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            return new LiveClient(builder.buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), ears).join(), ears);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Opens a channel with a number of its own; {@code params} is JSON text. */
    Channel open(String type, String params) {
        return open(type, params, "");
    }

    /** @param more further members of the frame, {@code ,"credit":1} */
    Channel open(String type, String params, String more) {
        var channel = new Channel(numbers.incrementAndGet());
        send("{\"ch\":%d,\"t\":\"open\",\"type\":\"%s\",\"params\":%s%s}".formatted(channel.number, type, params, more));
        return channel;
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    /** Frames about the connection itself. */
    Channel connection() {
        return new Channel(0);
    }

    List<JsonNode> frames() {
        synchronized (ears) {
            return List.copyOf(ears.frames);
        }
    }

    /** The code with which the server closed the connection. */
    int closeCode() {
        return Await.value("the server closes the connection", () -> Optional.ofNullable(ears.closed));
    }

    /** The same, if it has. */
    Optional<Integer> closed() {
        return Optional.ofNullable(ears.closed);
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** One channel, as the client sees it. */
    final class Channel {
        private final int number;
        private int read;

        private Channel(int number) {
            this.number = number;
        }

        /** All frames so far. */
        List<JsonNode> frames() {
            return LiveClient.this.frames().stream().filter(frame -> frame.path("ch").asInt(-1) == number).toList();
        }

        /** The next frame of this kind; frames before it are passed over, and never looked at again. */
        JsonNode next(String t) {
            return next(t, frame -> true);
        }

        JsonNode next(String t, Predicate<JsonNode> wanted) {
            return Await.value("frame '" + t + "' on channel " + number + " in " + this, () -> {
                var all = frames();
                for (int i = read; i < all.size(); i++) {
                    if (all.get(i).path("t").asText().equals(t) && wanted.test(all.get(i).path("d"))) {
                        read = i + 1;
                        return Optional.of(all.get(i).path("d"));
                    }
                }
                return Optional.empty();
            });
        }

        boolean heard(String t) {
            return frames().stream().anyMatch(frame -> frame.path("t").asText().equals(t));
        }

        void update(String params) {
            send("{\"ch\":%d,\"t\":\"update\",\"params\":%s}".formatted(number, params));
        }

        void credit(long bytes) {
            send("{\"ch\":%d,\"t\":\"credit\",\"bytes\":%d}".formatted(number, bytes));
        }

        void close() {
            send("{\"ch\":%d,\"t\":\"close\"}".formatted(number));
        }

        /** What was heard, for messages of failed tests: evaluated late. */
        @Override
        public String toString() {
            return frames().stream().map(frame -> frame.path("t").asText()).toList().toString();
        }
    }

    private static final class Ears implements WebSocket.Listener {
        private final List<JsonNode> frames = new ArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private volatile @Nullable Integer closed;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                var frame = TestHttp.parse(part.toString());
                part.setLength(0);
                synchronized (this) {
                    frames.add(frame);
                }
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed = code;
            return null;
        }
    }
}
