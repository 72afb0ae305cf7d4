package dev.fresnel.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of the live protocol that keeps its credit filled and looks into frames no further than it must: hundreds of them share the
 * machine with what they measure, so that each is a socket, a thread that waits and a buffer of a few KB.
 */
final class LiveClient implements AutoCloseable {
    /** A frame and when its last byte was here. */
    record Frame(String text, long at) {
        boolean is(String type) {
            return text.startsWith("\"t\":\"" + type + "\"", text.indexOf(',') + 1);
        }
    }

    private static final int CREDIT = 1 << 20;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** Room for most deltas; what is larger gets a room of its own for as long as it is looked at. */
    private static final int USUAL = 4096;

    private final Socket socket;
    private final DataInputStream in;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();
    private final Map<Integer, Open> channels = new ConcurrentHashMap<>();
    private final byte[] usual = new byte[USUAL];
    private volatile @Nullable LongConsumer stamps;

    private static final class Open {
        final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        int used;
    }

    LiveClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), USUAL));
        String request = "GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: fresnel.v1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith("HTTP/1.1 101")) {
            socket.close();
            throw new IOException("the live protocol answered " + status);
        }
        while (!line().isEmpty()) {
            // the rest of the head says nothing new
        }
        Thread.ofVirtual().name("live-client").start(this::receive);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int one = in.readUnsignedByte(); one != '\n'; one = in.readUnsignedByte()) {
            if (one != '\r') {
                line.append((char) one);
            }
        }
        return line.toString();
    }

    /** From now on it is told each time stamp that comes, and frames are not kept. */
    void onStamp(LongConsumer then) {
        stamps = then;
        channels.values().forEach(open -> open.frames.clear());
    }

    int open(String type, String params) throws IOException {
        int channel = next.incrementAndGet();
        channels.put(channel, new Open());
        send("{\"ch\":" + channel + ",\"t\":\"open\",\"type\":\"" + type + "\",\"params\":" + params + ",\"credit\":" + CREDIT + "}");
        return channel;
    }

    void update(int channel, String params) throws IOException {
        send("{\"ch\":" + channel + ",\"t\":\"update\",\"params\":" + params + "}");
    }

    void close(int channel) throws IOException {
        send("{\"ch\":" + channel + ",\"t\":\"close\"}");
        channels.remove(channel);
    }

    private void send(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole frame; clients mask theirs, and nobody minds a mask of zeros. */
    private synchronized void send(int code, byte[] payload) throws IOException {
        int head = payload.length < 126 ? 6 : 8;
        byte[] frame = new byte[head + payload.length];
        frame[0] = (byte) (0x80 | code);
        frame[1] = (byte) (0x80 | (payload.length < 126 ? payload.length : 126));
        if (payload.length >= 126) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, head, payload.length);
        socket.getOutputStream().write(frame);
    }

    /** The next frame of one of these types. */
    Frame await(int channel, long seconds, String... types) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            Frame frame = channels.get(channel).frames.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
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
        channels.get(channel).frames.clear();
    }

    long bytes() {
        return bytes.get();
    }

    long frames() {
        return frames.get();
    }

    /** The server sends each text as one frame, but for texts of more than a megabyte, which nobody asks for here. */
    private void receive() {
        try {
            for (int code = in.readUnsignedByte() & 15; code != CLOSE; code = in.readUnsignedByte() & 15) {
                int length = in.readUnsignedByte();
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
                byte[] payload = length <= USUAL ? usual : new byte[length];
                in.readFully(payload, 0, length);
                if (code == PING) {
                    send(PONG, java.util.Arrays.copyOf(payload, length));
                } else if (code == TEXT) {
                    received(payload, length, System.nanoTime());
                }
            }
        } catch (IOException closed) {
            // the end of it; who waits for a frame says so
        }
    }

    private void received(byte[] text, int length, long at) throws IOException {
        bytes.addAndGet(length);
        frames.incrementAndGet();
        int channel = channel(text, length);
        Open open = channels.get(channel);
        if (open == null) {
            return;
        }
        LongConsumer told = stamps;
        if (told != null) {
            Stamps.in(text, length, told);
        } else {
            open.frames.add(new Frame(new String(text, 0, length, StandardCharsets.UTF_8), at));
        }
        open.used += length;
        if (open.used > CREDIT / 2) {
            send("{\"ch\":" + channel + ",\"t\":\"credit\",\"bytes\":" + open.used + "}");
            open.used = 0;
        }
    }

    /** {@code {"ch":12,…}}; 0 when it is of none. */
    private static int channel(byte[] text, int length) {
        int channel = 0;
        for (int i = "{\"ch\":".length(); i < length && text[i] >= '0' && text[i] <= '9'; i++) {
            channel = channel * 10 + text[i] - '0';
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
