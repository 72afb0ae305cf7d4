package dev.fresnel.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a page does on its socket while plugins come and go: listens, gives credit, keeps nothing. */
final class OpenPage implements AutoCloseable, WebSocket.Listener {
    private final Queue<String> failures;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** @param failures told of what must not happen: a socket or a channel that ends, a problem */
    OpenPage(HttpClient client, URI address, Queue<String> failures, String... channels) {
        this.failures = failures;
        socket = client.newWebSocketBuilder().subprotocols("fresnel.v1").buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), this).join();
        for (int i = 0; i < channels.length; i++) {
            socket.sendText("{\"ch\":%d,\"t\":\"open\",\"type\":%s,\"credit\":1000000000}".formatted(i + 1, channels[i]), true).join();
        }
    }

    long frames() {
        return frames.get();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.incrementAndGet();
            if (text.indexOf("\"t\":\"closed\"") >= 0 || text.indexOf("\"t\":\"problem\"") >= 0) {
                failures.add("page: " + text);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        if (!over.get()) {
            failures.add("page: closed with " + status + " " + reason);
        }
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        if (!over.get()) {
            failures.add("page: " + error);
        }
    }

    @Override
    public void close() {
        over.set(true);
        socket.abort();
    }
}
