package dev.fresnel.http.tunnel;

import dev.fresnel.spi.transport.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.io.ssl.SslClientConnectionFactory;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Makes connections to API servers: names, proxies, TLS. */
final class Dialer {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ClientConnector connector;
    private final Executor blocking;

    /** @param blocking runs what waits for a name server */
    Dialer(Executor executor, Scheduler scheduler, ByteBufferPool buffers, Executor blocking) {
        this.blocking = blocking;
        this.connector = new Connector();
        connector.setExecutor(executor);
        connector.setScheduler(scheduler);
        connector.setByteBufferPool(buffers);
        connector.setSelectors(1);
        connector.setConnectTimeout(PATIENCE);
        connector.setIdleTimeout(PATIENCE);
        connector.setTCPNoDelay(true);
    }

    /** Notices API servers that vanished without a word. */
    private static final class Connector extends ClientConnector {
        @Override
        protected void configure(SelectableChannel channel) throws IOException {
            super.configure(channel);
            if (channel instanceof NetworkChannel network) {
                network.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
        }
    }

    ClientConnector connector() {
        return connector;
    }

    /** What waits for the connection; told once. */
    private record Caller(BiConsumer<@Nullable Line, @Nullable Throwable> then, AtomicBoolean told) {
        void got(Line line) {
            if (told.compareAndSet(false, true)) {
                then.accept(line, null);
            } else {
                line.end();
            }
        }

        void failed(Throwable cause) {
            if (told.compareAndSet(false, true)) {
                then.accept(null, cause);
            }
        }
    }

    void dial(Lines lines, Lines.Key key, BiConsumer<@Nullable Line, @Nullable Throwable> then) {
        var caller = new Caller(then, new AtomicBoolean());
        Address address = key.address();
        String host = address.proxy().map(Address.Proxy::host).orElse(address.host());
        int port = address.proxy().map(Address.Proxy::port).orElse(address.port());
        try {
            connect(List.of(InetAddress.ofLiteral(host)).iterator(), port, lines, key, caller);
        } catch (IllegalArgumentException name) {
            blocking.execute(() -> {
                try {
                    connect(List.of(InetAddress.getAllByName(host)).iterator(), port, lines, key, caller);
                } catch (UnknownHostException e) {
                    caller.failed(e);
                }
            });
        }
    }

    /** One address after the other, until one answers. */
    private void connect(Iterator<InetAddress> hosts, int port, Lines lines, Lines.Key key, Caller caller) {
        Map<String, Object> context = context(new InetSocketAddress(hosts.next(), port));
        ClientConnectionFactory line = (endPoint, same) -> line(endPoint, lines, key, caller);
        context.put(ClientConnectionFactory.CONTEXT_KEY, stages(key.address(), line, caller));
        context.put(Transport.CONTEXT_KEY, Transport.TCP_IP);
        context.put(ClientConnector.CONNECTION_PROMISE_CONTEXT_KEY, Promise.from(connection -> {}, cause -> {
            if (hosts.hasNext()) {
                connect(hosts, port, lines, key, caller);
            } else {
                caller.failed(cause);
            }
        }));
        connector.connect((InetSocketAddress) context.get(ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY), context);
    }

    private Map<String, Object> context(InetSocketAddress remote) {
        var context = new ConcurrentHashMap<String, Object>();
        context.put(ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY, remote);
        context.put(ClientConnector.CONTEXT_KEY, connector);
        return context;
    }

    /** The promise of the connector would yield the TLS connection; ours tells its caller itself. */
    private Connection line(EndPoint endPoint, Lines lines, Lines.Key key, Caller caller) {
        return new Line(endPoint, connector.getExecutor(), lines, key, connector.getByteBufferPool(), opened -> {
            patient(endPoint);
            caller.got(opened);
        });
    }

    /** An answer may take its time, a handshake may not. */
    private static void patient(EndPoint endPoint) {
        if (endPoint instanceof SslConnection.SslEndPoint tls) {
            tls.getSslConnection().addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    endPoint.setIdleTimeout(0);
                }
            });
        } else {
            endPoint.setIdleTimeout(0);
        }
    }

    /** TCP, then the proxy's say, then TLS, then HTTP; whichever of them are there. */
    private ClientConnectionFactory stages(Address address, ClientConnectionFactory line, Caller caller) {
        ClientConnectionFactory last = (endPoint, same) -> {
            var own = context(InetSocketAddress.createUnresolved(address.host(), address.port()));
            return address.tls().isPresent() ? tls(address.tls().get(), line).newConnection(endPoint, own) : line.newConnection(endPoint, own);
        };
        if (address.proxy().isEmpty()) {
            return last;
        }
        Address.Proxy proxy = address.proxy().get();
        boolean relays = proxy.kind() == Address.Kind.HTTP && address.tls().isEmpty();
        if (relays) {
            return last; // it is told the whole address in each request
        }
        ClientConnectionFactory talk = (endPoint, same) ->
                new ProxyTalk(endPoint, connector.getExecutor(), ProxyWords.of(proxy, address), next -> last.newConnection(next, same), caller::failed);
        return proxy.kind() == Address.Kind.HTTPS ? (endPoint, same) -> tls(common(), talk).newConnection(endPoint, context(InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))) : talk;
    }

    private static SSLContext common() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private SslClientConnectionFactory tls(SSLContext context, ClientConnectionFactory inner) throws IOException {
        var keys = new SslContextFactory.Client();
        keys.setSslContext(context);
        try {
            keys.start();
        } catch (Exception e) {
            throw new IOException(e);
        }
        return (SslClientConnectionFactory) connector.newSslClientConnectionFactory(keys, inner);
    }
}
