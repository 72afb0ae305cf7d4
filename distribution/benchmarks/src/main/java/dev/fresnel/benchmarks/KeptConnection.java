package dev.fresnel.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection on which the same GET is sent again and again; costs far less than what it measures. */
final class KeptConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final byte[] request;
    private final byte[] line = new byte[8192];

    KeptConnection(int port, String path) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), port, path, "");
    }

    /** To the API server itself, as somebody. */
    KeptConnection(Direct server, String path, String headers) throws IOException {
        this(server.sockets().createSocket(server.host(), server.port()), server.port(), path, "Authorization: Bearer " + server.token() + "\r\n" + headers);
    }

    KeptConnection(int port, String path, String headers) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), port, path, headers);
    }

    private KeptConnection(Socket socket, int port, String path, String headers) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        in = new BufferedInputStream(socket.getInputStream(), 16384);
        request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: application/json\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends the request and reads the answer whole. @return its bytes @throws IOException for any status but 200 */
    int ask() throws IOException {
        socket.getOutputStream().write(request);
        var status = line();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + status);
        }
        int length = -1;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        return length >= 0 ? skip(length) : chunks();
    }

    private int chunks() throws IOException {
        int all = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all += skip(size);
            line();
        }
        line();
        return all;
    }

    private int skip(int bytes) throws IOException {
        in.skipNBytes(bytes);
        return bytes;
    }

    private String line() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (next != '\r') {
                line[length++] = (byte) next;
            }
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
