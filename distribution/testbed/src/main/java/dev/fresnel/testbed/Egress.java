package dev.fresnel.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The API server's way to nodes and pods, whose addresses are invented: a CONNECT proxy on a Unix socket. The kubelet's
 * port of any node leads to KWOK, loopback passes, {@code 198.18.0.1} is loopback under an address that a pod may have, and
 * for every other address it plays the pod: it answers HTTP with what it was asked. A process of its own, and one class
 * alone, so that it can be started from a copy of that class.
 */
public final class Egress {
    private static final int LONGEST_HEAD = 16_384;

    /** Of the network that is kept for measurements, so that it is nobody's. */
    private static final String THIS_MACHINE = "198.18.0.1";

    private final int kubeletPort;

    private Egress(int kubeletPort) {
        this.kubeletPort = kubeletPort;
    }

    /** Arguments: the path of the socket, the port of the kubelets. */
    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        Egress egress = new Egress(Integer.parseInt(arguments[1]));
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().start(() -> egress.serve(client));
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            String[] request = head(client).split(" ");
            int colon = request.length > 1 ? request[1].lastIndexOf(':') : -1;
            if (colon < 0 || !request[0].equals("CONNECT")) {
                write(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            String host = request[1].substring(0, colon);
            int port = Integer.parseInt(request[1].substring(colon + 1));
            if (port == kubeletPort || host.startsWith("127.") || host.equals("localhost") || host.equals(THIS_MACHINE)) {
                tunnel(client, port);
            } else {
                play(client, request[1]);
            }
        } catch (IOException | NumberFormatException e) {
            // one broken connection; the API server reports it to whoever asked
        }
    }

    private static void tunnel(SocketChannel client, int port) throws IOException {
        try (SocketChannel target = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            Thread back = Thread.ofVirtual().start(() -> pump(target, client));
            pump(client, target);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(32_768);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    /** Answers as the pod at this address would if it ran an echo server. */
    private static void play(SocketChannel client, String address) throws IOException {
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        String request = head(client);
        String body = "pod at " + address + ": " + request.lines().findFirst().orElse("") + "\n";
        write(client, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** Reads up to the empty line that ends a request's head; byte by byte, for what follows belongs to the tunnel. */
    private static String head(SocketChannel client) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            if (client.read(one) < 0 || head.length() > LONGEST_HEAD) {
                throw new IOException("no request");
            }
            head.append((char) one.flip().get());
            one.clear();
        }
        return head.toString();
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone already
        }
    }
}
