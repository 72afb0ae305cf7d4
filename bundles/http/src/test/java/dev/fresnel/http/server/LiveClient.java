package dev.fresnel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fresnel.api.json.Json;
import dev.fresnel.http.live.LiveSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the live protocol, written from its page. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private final StringBuilder part = new StringBuilder();
    private final BlockingQueue<Json> frames = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private final BlockingQueue<byte[]> binary = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /** @param headers names and values by turns */
    LiveClient(HttpClient client, URI uri, String... headers) {
        var builder = client.newWebSocketBuilder().subprotocols("fresnel.v1");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(uri, this).join();
    }

    /** The status with which the handshake is refused. */
    static int refused(HttpClient client, URI uri, String... headers) {
        try (var open = new LiveClient(client, uri, headers)) {
            return fail("It was let in");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    void sendBytes(int channel, byte[] payload) {
        socket.sendBinary(ByteBuffer.wrap(LiveSocket.binary(channel, payload)), true).join();
    }

    /** The next binary frame, within a minute. */
    byte[] nextBytes() throws InterruptedException {
        byte[] frame = binary.poll(60, TimeUnit.SECONDS);
        assertThat(frame).as("a binary frame").isNotNull();
        return frame;
    }

    /** The next frame, within a minute. */
    Json next() throws InterruptedException {
        Json frame = frames.poll(60, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
    }

    void expect(String frame) throws InterruptedException {
        assertThat(next().toString()).isEqualTo(frame);
    }

    int queued() {
        return frames.size();
    }

    int closeCode() throws Exception {
        return closed.get(60, TimeUnit.SECONDS);
    }

    boolean open() {
        return !closed.isDone();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            frames.add(TestServer.CODEC.parse(part.toString().getBytes(StandardCharsets.UTF_8)));
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        pieces.writeBytes(piece);
        if (last) {
            binary.add(pieces.toByteArray());
            pieces.reset();
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(error instanceof IOException ? 1006 : -1);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
