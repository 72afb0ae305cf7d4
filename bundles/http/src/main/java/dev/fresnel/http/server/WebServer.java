package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.http.edge.Doors;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.live.Hub;
import dev.fresnel.http.live.Tickets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: HTTP/1.1, HTTP/2 with and without TLS, and the live WebSocket. Needs no framework around it. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int KUBERNETES_HEAD = 128 * 1024;
    private static final int ANSWER_HEAD = 32 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** How long an HTTP/2 stream may say nothing; 0 would mean the connection's idle time. */
    private static final Duration SILENT = Duration.ofDays(365);

    private static final Duration UNHURRIED = Duration.ofMillis(800);
    private static final Duration HURRIED = Duration.ofSeconds(1);

    private final Settings settings;
    private final Duration idle;
    private final Traffic traffic = new Traffic();
    private final Routes routes = new Routes();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private final Hub hub;
    private final Server server;
    private final ServerConnector plain;

    /** Nothing listens yet. */
    public WebServer(Settings settings, Parts parts) {
        this(settings, parts, IDLE);
    }

    /** @param idle how long a client may do nothing when it is its turn */
    WebServer(Settings settings, Parts parts, Duration idle) {
        this.settings = settings;
        this.idle = idle;
        this.hub = new Hub(parts.codec(), parts::switchboard, parts::sessions, parts::view, settings.liveConnections(), threads);
        var pool = new QueuedThreadPool(32, 4);
        pool.setName("jetty");
        pool.setDaemon(true);
        this.server = new Server(pool);
        this.server.setErrorHandler(new Malformed(new Refusals(parts.codec()), parts.codec()));
        this.plain = plain();
        server.addConnector(plain);
        var components = WebSocketServerComponents.ensureWebSocketComponents(server);
        var door = new LiveDoor(parts, hub, new Doors(settings), new Tickets(System::nanoTime), new WebSocketMappings(components));
        routes.add(door, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/ticket"));
        var streams = new StreamDoor(hub, parts.codec());
        routes.add(streams::open, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/stream"));
        routes.add(streams::take, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/stream/{id}"));
        server.setHandler(new FrontHandler(settings, parts, routes, door, traffic, threads));
    }

    private ServerConnector plain() {
        var configuration = configuration();
        var http2 = new HTTP2CServerConnectionFactory(configuration);
        http2.setStreamIdleTimeout(SILENT.toMillis());
        var connector = new Connector(server, new HttpConnectionFactory(configuration), http2);
        return listening(connector, settings.port());
    }

    private ServerConnector secure(Settings.Tls tls) {
        var keys = new SslContextFactory.Server();
        keys.setKeyStore(Certificates.read(tls));
        keys.setKeyStorePassword("");
        var configuration = configuration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        var alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol("http/1.1");
        var http2 = new HTTP2ServerConnectionFactory(configuration);
        http2.setStreamIdleTimeout(SILENT.toMillis());
        var connector = new Connector(
                server,
                new SslConnectionFactory(keys, alpn.getProtocol()),
                alpn,
                http2,
                new HttpConnectionFactory(configuration));
        return listening(connector, tls.port());
    }

    private ServerConnector listening(ServerConnector connector, int port) {
        connector.setHost(settings.host());
        connector.setPort(port);
        connector.setIdleTimeout(idle.toMillis());
        connector.setAcceptQueueSize(1024);
        connector.setReuseAddress(true);
        return connector;
    }

    /** Notices peers that vanished without a word, also on connections that may be silent. */
    private static final class Connector extends ServerConnector {
        Connector(Server server, ConnectionFactory... protocols) {
            super(server, 1, 1, protocols);
        }

        @Override
        protected void configure(Socket socket) {
            super.configure(socket);
            try {
                socket.setKeepAlive(true);
            } catch (SocketException e) {
                LOG.debug("no keep-alive: {}", e.toString()); // the client has gone already
            }
        }
    }

    /** Paths go through as they were sent; the front handler judges those that are not a cluster's. */
    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(KUBERNETES_HEAD);
        configuration.setResponseHeaderSize(ANSWER_HEAD);
        configuration.setMaxResponseHeaderSize(ANSWER_HEAD);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.RFC9110);
        configuration.setRelativeRedirectAllowed(true);
        return configuration;
    }

    /**
     * @throws IOException when it cannot listen there
     * @throws IllegalArgumentException when the TLS files cannot be used
     */
    public void start() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(WebServer.class.getClassLoader()); // Jetty finds its own services by it
        try {
            settings.tls().ifPresent(tls -> server.addConnector(secure(tls)));
            server.start();
        } catch (IOException | IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    public Routes routes() {
        return routes;
    }

    public Hub hub() {
        return hub;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** The port of plain HTTP, once it listens. */
    public int port() {
        return plain.getLocalPort();
    }

    /** The port of HTTPS. */
    public Optional<Integer> tlsPort() {
        return settings.tls().map(tls -> ((ServerConnector) server.getConnectors()[1]).getLocalPort());
    }

    /** How this process reaches itself. */
    public URI local() {
        return URI.create("http://" + loopback() + ":" + port() + settings.basePath());
    }

    private String loopback() {
        String host = settings.host();
        if (host.equals("0.0.0.0") || host.equals("::") || host.equals("localhost")) {
            return "127.0.0.1";
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** What to open in a browser. */
    public URI visible() {
        if (!settings.proxyOrigins().isEmpty()) {
            var outer = settings.proxyOrigins().getFirst();
            var host = outer.authority().host();
            var standard = outer.authority().port() == (outer.scheme().equals("https") ? 443 : 80);
            return URI.create(outer.scheme() + "://" + host + (standard ? "" : ":" + outer.authority().port()) + settings.basePath() + "/");
        }
        return URI.create(local() + "/");
    }

    /** Says goodbye to sockets, lets short answers finish, cuts streams; at most about three seconds. */
    @Override
    public void close() {
        for (var connector : server.getConnectors()) {
            ((ServerConnector) connector).close();
        }
        hub.close();
        try {
            threads.shutdown();
            if (!threads.awaitTermination(UNHURRIED.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(HURRIED.toMillis(), TimeUnit.MILLISECONDS);
            }
            server.setStopTimeout(0);
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("The web server did not stop in order: {}", e.toString());
        }
    }
}
