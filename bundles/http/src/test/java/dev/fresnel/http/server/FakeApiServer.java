package dev.fresnel.http.server;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Address;
import dev.fresnel.spi.transport.Upstreams;
import dev.fresnel.spi.transport.Way;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server over plain HTTP that says exactly what it is told, and the ways to it. */
final class FakeApiServer implements Upstreams, AutoCloseable {
    /** Answers one request; what it does not say is not said. */
    @FunctionalInterface
    interface Script {
        /** @return whether the connection goes on */
        boolean answer(Talk talk) throws IOException;
    }

    /** One request, and the connection that it came over. */
    record Talk(String head, BufferedInputStream in, Socket socket) {
        void say(String text) throws IOException {
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** As it is. */
        void bytes(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        String line() {
            return head.lines().findFirst().orElse("");
        }

        String body() throws IOException {
            int at = head.toLowerCase().indexOf("content-length: ");
            if (at < 0) {
                return "";
            }
            int length = Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        void ok(String body) throws IOException {
            say("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: " + body.length() + "\n\n" + body);
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<String> heads = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger renewals = new AtomicInteger();
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    volatile Script script;
    volatile boolean renewable;

    FakeApiServer(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket one = socket.accept();
                    connections.incrementAndGet();
                    open.add(one);
                    Thread.ofVirtual().start(() -> serve(one));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket one) {
        try (one) {
            var in = new BufferedInputStream(one.getInputStream());
            String head = head(in);
            while (!head.isEmpty()) {
                heads.add(head);
                if (!script.answer(new Talk(head, in, one))) {
                    return;
                }
                head = head(in);
            }
        } catch (IOException e) {
            // the other side has gone
        } finally {
            open.remove(one);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** How many connections are open now. */
    int open() {
        return open.size();
    }

    void closeAll() throws IOException {
        for (Socket one : open) {
            one.close();
        }
    }

    @Override
    public Optional<Way> ready(Principal principal, String cluster) {
        if (!cluster.equals("demo")) {
            throw new Problem(Problem.Kind.MISSING, "CLUSTER_UNKNOWN", "There is no cluster “" + cluster + "”.");
        }
        return renewable ? Optional.empty() : Optional.of(new Direct(principal, 0));
    }

    @Override
    public Way way(Principal principal, String cluster) {
        return new Direct(principal, renewals.get());
    }

    private final class Direct implements Way {
        private final Principal principal;
        private final int generation;

        Direct(Principal principal, int generation) {
            this.principal = principal;
            this.generation = generation;
        }

        @Override
        public Address address() {
            return new Address("api.test:6443", "127.0.0.1", socket.getLocalPort(), Optional.empty(), Optional.empty());
        }

        @Override
        public String prefix() {
            return "/prefix";
        }

        @Override
        public Map<String, List<String>> identity() {
            return Map.of("Authorization", List.of("Bearer " + principal.token().orElse("own") + (generation == 0 ? "" : generation)));
        }

        @Override
        public String agent() {
            return "fresnel/1";
        }

        @Override
        public boolean renewable() {
            return renewable;
        }

        @Override
        public Optional<Way> renewed() {
            return Optional.of(new Direct(principal, renewals.incrementAndGet()));
        }

        @Override
        public void answered() {}

        @Override
        public Problem failed(Throwable cause) {
            failures.add(cause);
            return new Problem(Problem.Kind.CLUSTER_DOWN, "CLUSTER_CONNECTION_LOST", "It broke: " + cause.getMessage());
        }

        @Override
        public void over() {}
    }

    @Override
    public void close() throws IOException {
        socket.close();
        closeAll();
    }
}
