package dev.fresnel.http.server;

import dev.fresnel.http.live.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The live protocol's way to a client as server-sent events, where a WebSocket is blocked on the way. */
final class StreamWire implements Wire {
    private static final Runnable NOTHING = () -> {};

    /** One event; {@code last} = nothing follows. */
    private record Event(byte[] text, Runnable done, boolean last) {}

    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
    private volatile @Nullable Thread writer;
    private volatile boolean over;

    /** Writes until the end of the conversation; the caller's thread is the writer. */
    void run(OutputStream out) throws IOException {
        writer = Thread.currentThread();
        try {
            while (true) {
                Event event = waiting.take();
                out.write(event.text());
                if (waiting.isEmpty() || event.last()) {
                    out.flush();
                }
                event.done().run();
                if (event.last()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new IOException("The conversation was cut", e);
        } finally {
            over = true;
            writer = null;
            drop();
        }
    }

    /** Whoever waits for a frame to leave need not wait for ever. */
    private void drop() {
        for (Event event = waiting.poll(); event != null; event = waiting.poll()) {
            event.done().run();
        }
    }

    void hello(String id) {
        event("hello", "{\"id\":\"" + id + "\"}", NOTHING, false);
    }

    @Override
    public void send(byte[] text, Runnable done) {
        put(line("data: ", text, "\n\n"), done, false);
    }

    @Override
    public void sendBytes(byte[] frame, Runnable done) {
        event("bytes", Base64.getEncoder().encodeToString(frame), done, false);
    }

    @Override
    public void ping() {
        put(": \n\n".getBytes(StandardCharsets.US_ASCII), NOTHING, false);
    }

    @Override
    public void close(int code, String reason) {
        event("close", "{\"code\":" + code + ",\"reason\":\"" + reason.replaceAll("[\"\\\\\\p{Cntrl}]", " ") + "\"}", NOTHING, true);
    }

    @Override
    public void abort() {
        Thread now = writer;
        if (now != null) {
            now.interrupt();
        }
    }

    private void event(String name, String data, Runnable done, boolean last) {
        put(("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8), done, last);
    }

    private static byte[] line(String head, byte[] text, String tail) {
        byte[] line = new byte[head.length() + text.length + tail.length()];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, line, 0, head.length());
        System.arraycopy(text, 0, line, head.length(), text.length);
        System.arraycopy(tail.getBytes(StandardCharsets.US_ASCII), 0, line, head.length() + text.length, tail.length());
        return line;
    }

    private void put(byte[] text, Runnable done, boolean last) {
        waiting.add(new Event(text, done, last));
        if (over) {
            drop();
        }
    }
}
