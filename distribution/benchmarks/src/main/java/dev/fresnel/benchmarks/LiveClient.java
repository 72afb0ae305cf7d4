package dev.fresnel.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of the live protocol that keeps its credit filled and looks into frames no further than it must. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    /** A frame and when its last byte was here. */
    record Frame(String text, long at) {
        boolean is(String type) {
            return text.startsWith("\"t\":\"" + type + "\"", text.indexOf(',') + 1);
        }
    }

    private static final Pattern CHANNEL = Pattern.compile("^\\{\"ch\":(\\d+)");
    private static final int CREDIT = 1 << 20;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, LinkedBlockingQueue<Frame>> channels = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> used = new ConcurrentHashMap<>();
    private final StringBuilder part = new StringBuilder();
    private final LinkedBlockingQueue<String> outgoing = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private volatile LongConsumer stamps = stamp -> {};

    LiveClient(HttpClient http, int port) throws IOException {
        try {
            socket = http.newWebSocketBuilder().subprotocols("fresnel.v1").buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/live"), this).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
        Thread.ofVirtual().name("live-client").start(this::sendAll);
    }

    /** Is given each time stamp that a delta brings; frames are then no longer kept. */
    void onStamp(LongConsumer then) {
        stamps = then;
    }

    int open(String type, String params) {
        int channel = next.incrementAndGet();
        channels.put(channel, new LinkedBlockingQueue<>());
        used.put(channel, new AtomicLong());
        send("{\"ch\":" + channel + ",\"t\":\"open\",\"type\":\"" + type + "\",\"params\":" + params + ",\"credit\":" + CREDIT + "}");
        return channel;
    }

    void update(int channel, String params) {
        send("{\"ch\":" + channel + ",\"t\":\"update\",\"params\":" + params + "}");
    }

    void close(int channel) {
        send("{\"ch\":" + channel + ",\"t\":\"close\"}");
        channels.remove(channel);
    }

    private void send(String frame) {
        outgoing.add(frame);
    }

    /** One thread sends: the JDK's socket takes a text only after the one before, and who receives must not wait for that. */
    private void sendAll() {
        try {
            while (true) {
                sent(outgoing.take());
            }
        } catch (InterruptedException | CompletionException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JDK may say that it has sent a little before it takes more. */
    private void sent(String frame) throws InterruptedException {
        for (int turn = 0; ; turn++) {
            try {
                socket.sendText(frame, true).join();
                return;
            } catch (CompletionException failed) {
                if (!(failed.getCause() instanceof IllegalStateException) || turn == 1000) {
                    throw failed;
                }
                Thread.sleep(1);
            }
        }
    }

    /** The next frame of one of these types. */
    Frame await(int channel, long seconds, String... types) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Frame frame = channels.get(channel).poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                throw new IOException("no " + String.join(" or ", types) + " within " + seconds + " s");
            }
            for (String type : types) {
                if (frame.is(type)) {
                    return frame;
                }
            }
            if (frame.is("closed") || frame.is("problem")) {
                throw new IOException(frame.text());
            }
        }
    }

    void clear(int channel) {
        channels.get(channel).clear();
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            String whole = part.toString();
            part.setLength(0);
            received(whole, System.nanoTime());
        }
        from.request(1);
        return null;
    }

    private void received(String text, long at) {
        bytes.addAndGet(text.length());
        Matcher matcher = CHANNEL.matcher(text);
        if (!matcher.find()) {
            return;
        }
        int channel = Integer.parseInt(matcher.group(1));
        var frames = channels.get(channel);
        if (frames == null) {
            return;
        }
        frames.add(new Frame(text, at));
        if (frames.size() > 1000) {
            frames.clear();
        }
        Stamps.in(text, stamps);
        AtomicLong spent = used.get(channel);
        if (spent.addAndGet(text.length()) > CREDIT / 2) {
            long repaid = spent.getAndSet(0);
            socket.sendText("{\"ch\":" + channel + ",\"t\":\"credit\",\"bytes\":" + repaid + "}", true);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
