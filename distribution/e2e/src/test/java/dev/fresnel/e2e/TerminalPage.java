package dev.fresnel.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fresnel.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A page's connection, as far as terminals need it. */
final class TerminalPage implements AutoCloseable, WebSocket.Listener {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final WebSocket socket;
    private final List<String> frames = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Semaphore came = new Semaphore(0);
    private final boolean live;
    private int seen;
    private long credit;

    TerminalPage(HttpClient client, URI address) {
        this.live = true;
        this.socket = client.newWebSocketBuilder().subprotocols("fresnel.v1").buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), this).join();
    }

    /** Straight to the kubelet: {@code cat}. */
    TerminalPage(HttpClient client, int port) {
        this.live = false;
        this.socket = client.newWebSocketBuilder().subprotocols("v5.channel.k8s.io")
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/namespaces/shop/pods/web/exec?command=cat&stdin=true&stdout=true"), this).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        synchronized (this) {
            part.append(data);
            if (last) {
                frames.add(part.toString());
                part.setLength(0);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        long repay = 0;
        synchronized (this) {
            message.writeBytes(bytes);
            if (last) {
                byte[] whole = message.toByteArray();
                message.reset();
                int head = live ? 4 : 1;
                output.write(whole, head, whole.length - head);
                credit += whole.length;
                if (live && credit > 64 << 10) {
                    repay = credit;
                    credit = 0;
                }
            }
        }
        came.release();
        if (repay > 0) {
            send("{\"ch\":1,\"t\":\"credit\",\"bytes\":" + repay + "}");
        }
        from.request(1);
        return null;
    }

    private synchronized void send(String frame) {
        socket.sendText(frame, true).join();
    }

    void open(int channel, String params, String resume) {
        String token = resume.isEmpty() ? "" : ",\"resume\":\"" + resume + "\"";
        send("{\"ch\":" + channel + ",\"t\":\"open\",\"type\":\"terminal/shell\",\"params\":" + params + token + "}");
    }

    void openForwards(int channel, String cluster) {
        send("{\"ch\":" + channel + ",\"t\":\"open\",\"type\":\"terminal/forwards\",\"params\":{\"cluster\":\"" + cluster + "\"}}");
    }

    void openUpload(int channel, String into, String name, long size) {
        send("{\"ch\":%d,\"t\":\"open\",\"type\":\"terminal/upload\",\"params\":{\"cluster\":\"fake\",\"namespace\":\"shop\",\"pod\":\"web\",\"container\":\"app\",\"folder\":\"%s\",\"name\":\"%s\",\"size\":%d}}"
                .formatted(channel, into, name, size));
    }

    void update(int channel, String params) {
        send("{\"ch\":" + channel + ",\"t\":\"update\",\"params\":" + params + "}");
    }

    synchronized void bytes(int channel, byte[] payload) {
        socket.sendBinary(ByteBuffer.allocate(payload.length + 4).putInt(channel).put(payload).flip(), true).join();
    }

    void type(int channel, String text) {
        bytes(channel, text.getBytes(StandardCharsets.UTF_8));
    }

    void echo(boolean direct) {
        synchronized (this) {
            byte[] one = direct ? new byte[] {0, 'x'} : new byte[] {0, 0, 0, 1, 'x'};
            socket.sendBinary(ByteBuffer.wrap(one), true).join();
        }
        try {
            if (!came.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new AssertionError("no echo within 60 s");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    boolean heard(String what) {
        return frames().stream().anyMatch(frame -> frame.contains(what));
    }

    JsonNode opened() {
        return data("opened");
    }

    /** The next after the last one. */
    JsonNode openedAgain() {
        return data("opened");
    }

    JsonNode data(String name) {
        return Await.value(name + " in " + frames(), () -> {
            List<String> all = frames();
            for (int i = seen; i < all.size(); i++) {
                JsonNode told = MAPPER.readTree(all.get(i)).path("d").path(name);
                if (!told.isMissingNode()) {
                    seen = i + 1;
                    return Optional.of(told);
                }
            }
            return Optional.empty();
        });
    }

    long taken() {
        return frames().stream().map(TerminalPage::read).map(frame -> frame.path("d").path("taken")).filter(JsonNode::isNumber).mapToLong(JsonNode::asLong).max().orElse(-1);
    }

    private static JsonNode read(String frame) {
        try {
            return MAPPER.readTree(frame);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    synchronized byte[] bytes() {
        return output.toByteArray();
    }

    synchronized int size() {
        return output.size();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** As when a network goes: no farewell. */
    void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
