package dev.fresnel.e2e.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Passes bytes on between the product and an API server, and does to them what bad networks do. */
final class Relay implements AutoCloseable {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    final AtomicLong connections = new AtomicLong();
    private volatile Weather weather = Weather.FINE;

    /**
     * @param silent nothing comes through, and nobody is told
     * @param pace bytes a second of answers on each connection; 0 = all
     * @param most bytes of answers after which each connection breaks; 0 = never
     * @param refuses new connections end at once
     */
    record Weather(boolean silent, int pace, long most, boolean refuses) {
        static final Weather FINE = new Weather(false, 0, 0, false);
        static final Weather SILENT = new Weather(true, 0, 0, false);
        static final Weather SHUT = new Weather(false, 0, 0, true);

        static Weather slow(int pace) {
            return new Weather(false, pace, 0, false);
        }

        static Weather truncating(long most) {
            return new Weather(false, 0, most, false);
        }
    }

    Relay(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 200, HERE);
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void become(Weather now) {
        weather = now;
    }

    /** Breaks every connection, as a device on the way does that loses its memory. */
    void cut() {
        open.forEach(Relay::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Socket server = weather.refuses ? null : connected();
                if (server == null) {
                    reset(client);
                    continue;
                }
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().name("relay-up").start(() -> pump(client, server, false));
                Thread.ofVirtual().name("relay-down").start(() -> pump(server, client, true));
            } catch (IOException nobodyThere) {
                // the next one may find somebody
            }
        }
    }

    /** Null when nobody listens there: whoever wanted to reach it is told so at once. */
    private @Nullable Socket connected() {
        try {
            return new Socket(HERE, target);
        } catch (IOException nobodyThere) {
            return null;
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[8 * 1024];
        long passed = 0;
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n; (n = in.read(bytes)) > 0; ) {
                hold(from);
                passed += n;
                Weather now = weather;
                if (answers && now.most > 0 && passed > now.most) {
                    break;
                }
                out.write(bytes, 0, n);
                if (answers && now.pace > 0) {
                    LockSupport.parkNanos(1_000_000_000L * n / now.pace);
                }
            }
        } catch (IOException gone) {
            // both ends are closed
        }
        open.remove(from);
        open.remove(to);
    }

    private void hold(Socket from) {
        while (weather.silent && !from.isClosed()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // that was wanted
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
