package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.http.edge.Doors;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.live.Hub;
import dev.fresnel.http.live.Tickets;
import dev.fresnel.http.pages.PageDoor;
import dev.fresnel.http.tunnel.Tunnel;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: HTTP/1.1, HTTP/2 with and without TLS, and the live WebSocket. Needs no framework around it. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration UNHURRIED = Duration.ofMillis(800);
    private static final Duration HURRIED = Duration.ofSeconds(1);

    private final Settings settings;
    private final Connectors connectors;
    private final Crowd crowd;
    private final Traffic traffic = new Traffic();
    private final Routes routes = new Routes();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private final Hub hub;
    private final UnderWay underWay;
    private final Server server;
    private final Tunnel tunnel;
    private final Optional<PageDoor> pages;
    private final ServerConnector plain;
    private volatile @Nullable ServerConnector secure;
    private volatile @Nullable Encryption encryption;

    /** Jetty finds its own services by it. */
    private static void useOwn() {
        Thread.currentThread().setContextClassLoader(WebServer.class.getClassLoader());
    }

    /** Nothing listens yet. */
    public WebServer(Settings settings, Parts parts) {
        this(settings, parts, IDLE);
    }

    /** @param idle how long a client may do nothing when it is its turn */
    WebServer(Settings settings, Parts parts, Duration idle) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        useOwn(); // whoever touches HTTP/2's tables first decides whether they find their encoder
        try {
            this.settings = settings;
            this.crowd = new Crowd(settings.limits());
            this.hub = new Hub(parts.codec(), parts::switchboard, parts::sessions, parts::view, settings.liveConnections(), threads);
            this.underWay = new UnderWay(parts::sessions);
            var pool = new QueuedThreadPool(32, 4);
            pool.setName("jetty");
            pool.setDaemon(true);
            this.server = new Server(pool);
            this.server.setErrorHandler(new Malformed(new Refusals(parts.codec()), parts.codec()));
            this.connectors = new Connectors(server, settings, idle, crowd);
            this.plain = connectors.plain();
            server.addConnector(plain);
            var components = WebSocketServerComponents.ensureWebSocketComponents(server);
            var mappings = new WebSocketMappings(components);
            var door = new LiveDoor(parts, hub, new Doors(settings), new Tickets(System::nanoTime), mappings);
            routes.add(door, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/ticket"));
            var streams = new StreamDoor(hub, parts.codec());
            routes.add(streams::open, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/stream"));
            routes.add(streams::take, Map.of("fresnel.root.method", Method.POST.name(), "fresnel.root.path", "/api/v1/live/stream/{id}"));
            this.tunnel = new Tunnel(parts.services(), rules(settings.clusters()), parts.codec(), server, threads);
            this.pages = settings.pages().map(origin -> new PageDoor(origin, tunnel, parts::sessions, parts::audit));
            server.setHandler(new FrontHandler(settings, parts, routes, door, new TalkDoor(mappings, threads), tunnel, pages, traffic, underWay, threads));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static Tunnel.Rules rules(Settings.Clusters clusters) {
        return new Tunnel.Rules(clusters.readOnly(), clusters.requests(), clusters.streams());
    }

    /**
     * @throws IOException when it cannot listen there
     * @throws IllegalArgumentException when the TLS files cannot be used
     */
    public void start() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        useOwn();
        try {
            if (settings.tls().isPresent()) {
                prepare(settings.tls().get());
            }
            server.start();
            beat();
        } catch (IOException | IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** That session is over: nothing of it stays open. @param word why, as on the wire */
    public void endSession(Principal principal, String word) {
        hub.endSession(principal, word);
        underWay.endSession(principal);
        pages.ifPresent(door -> door.endSession(principal));
        tunnel.ended(principal, Sessions.End.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private void beat() {
        underWay.beat();
        pages.ifPresent(PageDoor::beat);
        if (plain.isRunning()) {
            plain.getScheduler().schedule(this::beat, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private ServerConnector prepare(Settings.Tls tls) throws IOException {
        Encryption made = Encryption.of(settings, tls);
        ServerConnector connector = connectors.secure(tls.port(), made.keys());
        server.addConnector(connector);
        encryption = made;
        secure = connector;
        return connector;
    }

    /** Begins to speak HTTPS too, on any free port; nothing happens when it does already. */
    public synchronized void openSecure() throws IOException {
        if (secure != null) {
            return;
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        useOwn();
        try {
            prepare(Settings.Tls.own(0)).start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Certificates that vouch for our HTTPS, in PEM form. */
    public Optional<String> authority() {
        return Optional.ofNullable(encryption).map(Encryption::authority);
    }

    public Routes routes() {
        return routes;
    }

    public Hub hub() {
        return hub;
    }

    public Tunnel tunnel() {
        return tunnel;
    }

    /** Pages of pods and Services, where they have origins of their own. */
    public Optional<PageDoor> pages() {
        return pages;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Who is connected. */
    public Meter crowd() {
        return crowd;
    }

    /** The port of plain HTTP, once it listens. */
    public int port() {
        return plain.getLocalPort();
    }

    /** The port of HTTPS. */
    public Optional<Integer> tlsPort() {
        return Optional.ofNullable(secure).map(ServerConnector::getLocalPort);
    }

    /** How programs on this machine reach it over HTTPS. */
    public Optional<URI> localSecure() {
        return tlsPort().map(port -> URI.create("https://" + loopback() + ":" + port + settings.basePath()));
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
        tunnel.close();
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
