package dev.fresnel.http.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what it is told. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    RawClient(int port, String text) throws IOException {
        this(port, text, 0);
    }

    /** @param receives bytes that its system takes in before it reads them; 0 = as usual */
    RawClient(int port, String text, int receives) throws IOException {
        socket = new Socket();
        if (receives > 0) {
            socket.setReceiveBufferSize(receives);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(60_000);
        try {
            send(text);
        } catch (IOException answered) {
            // A server may answer before it has heard all, and close: what it said can be read.
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** A masked WebSocket text frame. */
    void sendFrame(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = new ByteArrayOutputStream();
        frame.write(0x81);
        frame.write(0x80 | bytes.length);
        frame.write(new byte[4]);
        frame.write(bytes);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Reads WebSocket frames up to the closing one. */
    int closeCode() throws IOException {
        var in = new DataInputStream(new BufferedInputStream(in()));
        while (true) {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            if ((first & 15) == 8) {
                return in.readUnsignedShort();
            }
            in.skipNBytes(size);
        }
    }

    void soTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Everything up to this text, with it. */
    String until(String end) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            int b = in().read();
            if (b < 0) {
                return seen.toString();
            }
            seen.append((char) b);
        }
        return seen.toString();
    }

    String head() throws IOException {
        return until("\r\n\r\n");
    }

    /** Says that nothing more will be said. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    int status() throws IOException {
        return Integer.parseInt(head().split(" ")[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
