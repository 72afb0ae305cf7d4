package dev.fresnel.http;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.server.Parts;
import dev.fresnel.http.server.WebServer;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.channel.RootChannelSource;
import dev.fresnel.spi.http.Listener;
import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.insight.Readiness;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Invitation;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Upstreams;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server as a component: takes routes and channels from whoever brings them, and says when it listens. */
@Component(immediate = true, service = {})
public final class FrontDoor implements Listener, Readiness, Dump {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final BundleContext context;
    private final Settings settings;
    private final Parts parts;
    private final WebServer server;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Map<Switchboard, AutoCloseable> switchboards = new HashMap<>();
    private final Map<Sessions, AutoCloseable> watched = new HashMap<>();
    private volatile @Nullable Invitation invitation;
    private volatile String waitsFor = "begins to listen";
    private @Nullable Thread starter;
    private boolean ended;

    @Activate
    public FrontDoor(BundleContext context, @Reference JsonCodec codec) {
        this.context = context;
        this.settings = Settings.of(context::getProperty);
        this.parts = new Parts(codec);
        this.server = new WebServer(settings, parts);
    }

    /** Binding a port takes its time; it must not hold up the framework. */
    @Activate
    void start() {
        synchronized (registrations) {
            registrations.add(context.registerService(new String[] {Readiness.class.getName(), Dump.class.getName()}, this, null));
            registrations.add(context.registerService(Meter.class, this::samples, null));
            server.pages().ifPresent(pages -> registrations.add(context.registerService(Pages.class, pages, null)));
        }
        starter = Thread.ofPlatform().name("http-start").start(this::listen);
    }

    private void listen() {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            waitsFor = "cannot listen on port " + settings.port();
            LOG.error("Cannot listen on {}:{}: {}", settings.host(), settings.port(), e.getMessage(), e);
            return;
        }
        waitsFor = "";
        synchronized (registrations) {
            if (!ended) {
                registrations.add(context.registerService(Listener.class, this, null));
            }
        }
        LOG.info("Listening on {}", local());
    }

    @Deactivate
    void stop() throws InterruptedException {
        synchronized (registrations) {
            ended = true;
            registrations.reversed().forEach(ServiceRegistration::unregister);
            registrations.clear();
        }
        if (starter != null) {
            starter.join();
        }
        server.close();
    }

    private List<Meter.Sample> samples() {
        var tunnel = server.tunnel().samples().stream();
        return Stream.concat(Stream.of(server.traffic(), server.hub(), server.crowd()).flatMap(meter -> meter.samples().stream()), tunnel).toList();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEndpoint(RootEndpoint endpoint, Map<String, ?> properties) {
        server.routes().add(endpoint, properties);
    }

    void removeEndpoint(RootEndpoint endpoint) {
        server.routes().remove(endpoint);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addChannels(RootChannelSource source, Map<String, ?> properties) {
        server.hub().add(String.valueOf(properties.get("fresnel.channel.type")), source);
    }

    void removeChannels(RootChannelSource source, Map<String, ?> properties) {
        server.hub().remove(String.valueOf(properties.get("fresnel.channel.type")), source);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setAuthenticator(Authenticator authenticator) {
        parts.authenticator(authenticator);
    }

    void unsetAuthenticator(Authenticator authenticator) {
        parts.removeAuthenticator(authenticator);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setSessions(Sessions sessions) {
        parts.sessions(sessions);
        watched.put(sessions, sessions.watch((principal, why) -> server.endSession(principal, why.word())));
    }

    synchronized void unsetSessions(Sessions sessions) throws Exception {
        AutoCloseable watch = watched.remove(sessions);
        if (watch != null) {
            watch.close();
        }
        parts.removeSessions(sessions);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setViews(Views views) {
        parts.views(views);
    }

    void unsetViews(Views views) {
        parts.removeViews(views);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setSwitchboard(Switchboard switchboard) {
        parts.switchboard(switchboard);
        switchboards.put(switchboard, switchboard.onSwitch((before, now) -> server.hub().reconsider()));
        server.hub().reconsider();
    }

    synchronized void unsetSwitchboard(Switchboard switchboard) throws Exception {
        AutoCloseable watch = switchboards.remove(switchboard);
        if (watch != null) {
            watch.close();
        }
        parts.removeSwitchboard(switchboard);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setUpstreams(Upstreams upstreams) {
        parts.upstreams(upstreams);
    }

    void unsetUpstreams(Upstreams upstreams) {
        parts.removeUpstreams(upstreams);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setAudit(Audit audit) {
        parts.audit(audit);
    }

    void unsetAudit(Audit audit) {
        parts.removeAudit(audit);
    }

    @Override
    public URI local() {
        return server.local();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void setInvitation(Invitation now) {
        invitation = now;
    }

    synchronized void unsetInvitation(Invitation former) {
        if (invitation == former) {
            invitation = null;
        }
    }

    @Override
    public URI visible() {
        Invitation now = invitation;
        String fragment = now == null ? "" : now.fragment();
        return fragment.isEmpty() ? server.visible() : server.visible().resolve("#" + fragment);
    }

    @Override
    public Secure secure() {
        try {
            if (settings.tls().isEmpty() && settings.loopback()) {
                server.openSecure();
            }
        } catch (IOException e) {
            throw new Problem(Problem.Kind.CONFLICT, "TLS_OFF", "HTTPS cannot be opened: " + e.getMessage(), Map.of(), e);
        }
        return server.localSecure()
                .map(address -> new Secure(address, server.authority().orElse("")))
                .orElseGet(Listener.super::secure);
    }

    @Override
    public String basePath() {
        return settings.basePath();
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String waitsFor() {
        return waitsFor.isEmpty() && parts.authenticator().isEmpty() ? "waits for Authenticator" : waitsFor;
    }

    @Override
    public Object state() {
        return Map.of("listening", waitsFor.isEmpty(), "routes", server.routes().list(), "live", server.hub().state());
    }
}
