package dev.fresnel.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An API server and kubelet in one, on loopback, that runs programs of this machine: exec over {@code v5.channel.k8s.io} with exit codes
 * and the end of input, port-forward over {@code v4.channel.k8s.io}, pods that are made and deleted, and JSON that a test gives. For tests
 * alone.
 */
public final class FakeKubelet implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, String> json = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Process> programs = new CopyOnWriteArrayList<>();
    private final Map<String, String> stands = new ConcurrentHashMap<>();
    private final FakePods pods = new FakePods();

    public FakeKubelet() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        json("/version", "{\"gitVersion\":\"v1.36.1\"}");
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What a path answers, query left aside. */
    public FakeKubelet json(String path, String text) {
        json.put(path, text);
        return this;
    }

    /** What kubectl would have in its file, with one context, {@code fake}. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: fake
                clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {}}]
                contexts: [{name: fake, context: {cluster: fake, user: me}}]
                """.formatted(port());
    }

    /** Runs one program in place of another, which this machine should not run. */
    public FakeKubelet runInPlaceOf(String program, String other) {
        stands.put(program, other);
        return this;
    }

    /** The pods that were made here and are there still: {@code namespace/name}. */
    public Set<String> pods() {
        return pods.names();
    }

    public FakeKubelet refuse(String path, int status) {
        refused.put(path, status);
        return this;
    }

    /** Requests so far: {@code GET /path?query}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public int sockets() {
        return open.size();
    }

    public List<Process> programs() {
        return List.copyOf(programs);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client) {
            client.setTcpNoDelay(true);
            var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            String request = line(in);
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                headers.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 1).strip());
            }
            String[] words = request.split(" ");
            if (words.length < 2) {
                return;
            }
            asked.add(words[0] + " " + words[1]);
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
            answer(words[0], words[1], headers, body, in, client.getOutputStream());
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.remove(client);
        }
    }

    private void answer(String method, String target, Map<String, String> headers, byte[] body, DataInputStream in, OutputStream out)
            throws IOException {
        String path = target.replaceAll("\\?.*", "");
        if (refused.containsKey(path)) {
            plain(out, refused.get(path), "{\"kind\":\"Status\",\"message\":\"you may not\"}");
        } else if ("websocket".equalsIgnoreCase(headers.get("Upgrade"))) {
            var wire = new Frames(in, out);
            wire.accept(headers);
            if (path.endsWith("/portforward")) {
                forward(wire, Integer.parseInt(target.replaceAll(".*ports=", "")));
            } else {
                run(wire, target);
            }
        } else if (json.containsKey(path)) {
            plain(out, method.equals("POST") ? 201 : 200, json.get(path));
        } else if (pods.knows(method, path)) {
            plain(out, method.equals("POST") ? 201 : 200, pods.answer(method, target, body));
        } else {
            plain(out, method.equals("DELETE") ? 200 : 404, "{\"kind\":\"Status\",\"message\":\"there is no " + path + "\"}");
        }
    }

    private static void plain(OutputStream out, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
    }

    private void run(Frames wire, String target) throws IOException {
        var command = new ArrayList<String>();
        for (String part : target.replaceAll("^[^?]*\\?", "").split("&")) {
            if (part.startsWith("command=")) {
                command.add(URLDecoder.decode(part.substring(8), StandardCharsets.UTF_8));
            }
        }
        Process process;
        try {
            String stand = command.isEmpty() ? "cat" : stands.get(command.getFirst());
            process = new ProcessBuilder(stand == null ? command : List.of(stand)).start();
        } catch (IOException e) {
            wire.send(3, ("{\"status\":\"Failure\",\"message\":\"exec failed: " + command.getFirst() + ": no such file or directory\"}").getBytes(StandardCharsets.UTF_8));
            wire.close();
            return;
        }
        programs.add(process);
        Thread input = Thread.ofVirtual().start(() -> input(wire, process));
        Thread errors = Thread.ofVirtual().start(() -> output(wire, 2, process.getErrorStream()));
        output(wire, 1, process.getInputStream());
        try {
            errors.join();
            int code = process.waitFor();
            String status = code == 0
                    ? "{\"status\":\"Success\"}"
                    : "{\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\",\"message\":\"exit " + code
                            + "\",\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"" + code + "\"}]}}";
            wire.send(3, status.getBytes(StandardCharsets.UTF_8));
            wire.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            input.interrupt();
        }
    }

    private static void input(Frames wire, Process process) {
        try (OutputStream into = process.getOutputStream()) {
            for (byte[] message = wire.receive(); message != null; message = wire.receive()) {
                if (message.length > 0 && message[0] == 0) {
                    into.write(message, 1, message.length - 1);
                    into.flush();
                } else if (message.length > 1 && message[0] == (byte) 255) {
                    break;
                }
            }
        } catch (IOException e) {
            process.destroyForcibly();
            return;
        }
        if (wire.gone()) {
            process.destroyForcibly();
        }
    }

    private static void output(Frames wire, int channel, InputStream from) {
        try {
            byte[] buffer = new byte[16 << 10];
            for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
                wire.send(channel, java.util.Arrays.copyOf(buffer, length));
            }
        } catch (IOException e) {
            // either side has gone
        }
    }

    private static void forward(Frames wire, int port) throws IOException {
        byte[] number = {(byte) port, (byte) (port >> 8)};
        wire.send(0, number);
        wire.send(1, number);
        try (var to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> {
                try {
                    output(wire, 0, to.getInputStream());
                    wire.close();
                } catch (IOException e) {
                    // it has ended
                }
            });
            for (byte[] message = wire.receive(); message != null; message = wire.receive()) {
                if (message.length > 1 && message[0] == 0) {
                    to.getOutputStream().write(message, 1, message.length - 1);
                }
            }
        } catch (IOException e) {
            wire.send(1, ("error forwarding port " + port + ": " + e.getMessage()).getBytes(StandardCharsets.UTF_8));
            wire.close();
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    /** All connections break, as when a network does. */
    public void cut() {
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                // it has ended
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        programs.forEach(Process::destroyForcibly);
    }

    /** A WebSocket's server side (RFC 6455). */
    private static final class Frames {
        private final DataInputStream in;
        private final OutputStream out;
        private volatile boolean gone;

        Frames(DataInputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void accept(Map<String, String> headers) throws IOException {
            String protocol = headers.getOrDefault("Sec-WebSocket-Protocol", "").split(",")[0].strip();
            String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + key(headers.get("Sec-WebSocket-Key")) + "\r\nSec-WebSocket-Protocol: " + protocol + "\r\n\r\n";
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        private static String key(String sent) {
            try {
                byte[] all = (sent + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
                return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(all));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        void send(int channel, byte[] payload) throws IOException {
            byte[] message = new byte[payload.length + 1];
            message[0] = (byte) channel;
            System.arraycopy(payload, 0, message, 1, payload.length);
            frame(2, message);
        }

        void close() throws IOException {
            frame(8, new byte[] {3, (byte) 232});
        }

        private synchronized void frame(int code, byte[] payload) throws IOException {
            out.write(0x80 | code);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 65_536) {
                out.write(126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            } else {
                out.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) payload.length >> shift));
                }
            }
            out.write(payload);
            out.flush();
        }

        boolean gone() {
            return gone;
        }

        /** The next message that carries bytes; {@code null} at the end. */
        byte @Nullable [] receive() throws IOException {
            while (true) {
                int first = in.read();
                if (first < 0) {
                    gone = true;
                    return null;
                }
                int second = in.readUnsignedByte();
                long length = second & 0x7f;
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes((int) length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                if ((first & 15) == 8) {
                    gone = true;
                    return null;
                }
                if ((first & 15) == 9) {
                    frame(10, payload);
                } else if ((first & 15) == 2) {
                    return payload;
                }
            }
        }
    }
}
