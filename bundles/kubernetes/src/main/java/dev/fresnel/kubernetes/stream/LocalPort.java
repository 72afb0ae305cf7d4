package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Forward;
import dev.fresnel.api.stream.ForwardWanted;
import dev.fresnel.spi.principal.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One port on loopback that leads into a cluster; each connection finds a ready pod of its own. */
final class LocalPort {
    private static final int MOST = 200;
    private static final int SECONDS_AFTER_END = 5;
    /** How often a port is looked for that is free on both addresses. */
    private static final int ANY = 10;

    private static final boolean IPV6 = hasIpv6();

    private final String id;
    private final String plugin;
    private final Principal principal;
    private final Destination destination;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    private List<ServerSocket> listening = List.of();
    private int port;
    private volatile String pod = "";
    private volatile String detail = "";
    private volatile Instant since = Instant.now();

    LocalPort(String id, String plugin, Principal principal, Opener opener, ForwardWanted wanted) {
        this.id = id;
        this.plugin = plugin;
        this.principal = principal;
        this.destination = new Destination(opener, principal, wanted.target(), wanted.port());
        this.port = wanted.localPort();
    }

    String id() {
        return id;
    }

    String plugin() {
        return plugin;
    }

    Principal principal() {
        return principal;
    }

    boolean belongsTo(String asker, Principal caller) {
        return plugin.equals(asker) && principal.key().equals(caller.key());
    }

    synchronized Forward now() {
        String state = listening.isEmpty() ? "stopped" : detail.isEmpty() ? "listening" : "failing";
        return new Forward(id, destination.target(), destination.port(), port, state, pod, detail, clients.size(), sent.get(), received.get(), since);
    }

    /** Listens on both loopback addresses: which of them {@code localhost} is, the browser decides. @throws Problem CONFLICT, MISSING */
    synchronized void start() {
        if (!listening.isEmpty()) {
            return;
        }
        pod = destination.find("").pod().name();
        detail = "";
        listening = listen(port == 0 ? ANY : 1);
        port = listening.getFirst().getLocalPort();
        since = Instant.now();
        listening.forEach(one -> Threads.start("fresnel-forward", () -> accept(one)));
    }

    /** Of {@code localhost} both or nothing: else the browser may come to whatever other program has the same port of the other address. */
    private List<ServerSocket> listen(int tries) {
        var open = new ArrayList<ServerSocket>();
        try {
            open.add(listen("127.0.0.1", port));
            if (IPV6) {
                open.add(listen("::1", open.getFirst().getLocalPort()));
            }
            return List.copyOf(open);
        } catch (IOException e) {
            open.forEach(LocalPort::close);
            if (tries > 1) {
                return listen(tries - 1);
            }
            throw new Problem(
                    Problem.Kind.CONFLICT, "PORT_TAKEN", "Nothing can listen on port " + port + " of this machine: " + e.getMessage() + ".", Map.of("port", port), e);
        }
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), 64);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Ends connections too. */
    synchronized void stop() {
        listening.forEach(LocalPort::close);
        listening = List.of();
        clients.forEach(LocalPort::close);
        since = Instant.now();
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            // it has ended, which is all that was wanted
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (clients.size() >= MOST) {
                    close(client);
                } else {
                    clients.add(client);
                    Threads.start("fresnel-forwarded", () -> serve(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            try (PortSocket upstream = connect()) {
                try {
                    carry(client, upstream);
                } finally {
                    detail = upstream.error().strip();
                }
            }
        } catch (Problem problem) {
            detail = problem.text();
        } catch (IOException e) {
            // one of the two has gone
        } finally {
            clients.remove(client);
        }
    }

    /** The pod of the last time may be gone: then another one, once. */
    private PortSocket connect() {
        Destination.Found found = destination.find(pod);
        try {
            pod = found.pod().name();
            return Ports.open(destination.opener(), principal, found.pod(), found.port(), ended -> {});
        } catch (Problem gone) {
            Destination.Found other = destination.find("");
            if (other.equals(found) && gone.kind() != Problem.Kind.MISSING) {
                throw gone;
            }
            pod = other.pod().name();
            return Ports.open(destination.opener(), principal, other.pod(), other.port(), ended -> {});
        }
    }

    private void carry(Socket client, PortSocket upstream) throws IOException {
        var answered = new CountDownLatch(1);
        Threads.start("fresnel-forwarded-back", () -> {
            try {
                copy(upstream.input(), client.getOutputStream(), received);
            } catch (IOException e) {
                // the client has gone
            } finally {
                answered.countDown();
                close(client);
            }
        });
        try {
            copy(client.getInputStream(), upstream.output(), sent);
            // The client has said all; the protocol cannot pass that on, so the answer gets a while.
            long before;
            do {
                before = received.get();
            } while (!answered.await(SECONDS_AFTER_END, TimeUnit.SECONDS) && received.get() > before);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(InputStream from, OutputStream to, AtomicLong count) throws IOException {
        byte[] buffer = new byte[16 << 10];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            to.write(buffer, 0, length);
            to.flush();
            count.addAndGet(length);
        }
    }
}
