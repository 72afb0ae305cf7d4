package dev.fresnel.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** The body of an answer as it is written, on the way to the client; blocks while the client is slow. */
final class ClientStream extends OutputStream {
    private static final int SIZE = 16 * 1024;

    private final Response response;
    private final Departure departure;
    private final boolean promised;
    private final byte[] buffer = new byte[SIZE];
    private int filled;
    private boolean closed;
    private volatile boolean ended;

    ClientStream(Response response, Departure departure) {
        this.response = response;
        this.departure = departure;
        this.promised = response.getHeaders().contains("Content-Length");
    }

    /** From now on writing fails; what was written so far is a whole answer. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void write(int b) throws IOException {
        if (filled == SIZE) {
            push(false);
        }
        buffer[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > SIZE - filled) {
            push(false);
        }
        if (length > SIZE) {
            send(false, ByteBuffer.wrap(bytes, offset, length));
        } else {
            System.arraycopy(bytes, offset, buffer, filled, length);
            filled += length;
        }
    }

    /** A head that promises a length goes out with the first bytes of it. */
    @Override
    public void flush() throws IOException {
        if (filled > 0 || !promised) {
            push(false);
        }
    }

    /** The answer is whole. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            ended = false;
            push(true);
        }
    }

    private void push(boolean last) throws IOException {
        var bytes = ByteBuffer.wrap(buffer, 0, filled);
        filled = 0;
        send(last, bytes);
    }

    private void send(boolean last, ByteBuffer bytes) throws IOException {
        if (ended) {
            throw new IOException("The answer was ended from here");
        }
        if (departure.hasLeft()) {
            throw new IOException("The client has gone");
        }
        try (var _ = departure.turn()) {
            Content.Sink.write(response, last, bytes);
            departure.said();
        } catch (IOException e) {
            departure.left();
            throw e;
        }
    }
}
