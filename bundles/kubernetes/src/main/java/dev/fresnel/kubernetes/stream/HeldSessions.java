package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Exit;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.kubernetes.cluster.Sockets;
import dev.fresnel.kubernetes.upstream.Link;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.transport.Transport;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All programs that run in containers through this server; what is held stays here when plugins and connections go. */
@Component(service = {HeldSessions.class, Meter.class})
public final class HeldSessions implements Meter {
    private static final Logger LOG = LoggerFactory.getLogger(HeldSessions.class);
    private static final int BEAT = 5;
    private static final int PING = 4;

    private final Opener opener;
    private final Sessions sessions;
    private final Audit audit;
    private final Rules rules;
    private final MadePods pods;
    private final AutoCloseable watching;
    private final Map<String, HeldSession> held = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> others = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService pulse = Threads.pulse("fresnel-streams");
    private int beats;

    @Activate
    public HeldSessions(
            BundleContext context, @Reference Transport transport, @Reference Sockets sockets, @Reference JsonCodec json,
            @Reference Sessions sessions, @Reference Audit audit) {
        this(new Opener(transport, sockets, json), Rules.of(context::getProperty), sessions, audit, MadePods.instance(context.getProperty("fresnel.data-dir")));
    }

    HeldSessions(Opener opener, Rules rules, Sessions sessions, Audit audit, String instance) {
        this.opener = opener;
        this.rules = rules;
        this.sessions = sessions;
        this.audit = audit;
        this.pods = new MadePods(opener, instance, HexFormat.of().toHexDigits(random.nextLong()));
        this.watching = sessions.watch((principal, why) -> endAll(principal, why.word()));
        pulse.scheduleAtFixedRate(this::beat, BEAT, BEAT, TimeUnit.SECONDS);
    }

    Opener opener() {
        return opener;
    }

    Rules rules() {
        return rules;
    }

    Audit audit() {
        return audit;
    }

    Sessions sessions() {
        return sessions;
    }

    Session hold(String plugin, Principal principal, SessionWanted wanted, Consumer<Session> closed) {
        rules.check(principal);
        rules.count(open(principal));
        pods.sweep(principal, wanted.run().pod().cluster());
        byte[] id = new byte[24];
        random.nextBytes(id);
        var session = new HeldSession(HexFormat.of().formatHex(id), plugin, principal, wanted, opener.json(), this::ended);
        wanted.pod().ifPresent(made -> pods.make(principal, wanted.run().pod(), made, wanted.longest()));
        held.put(session.id(), session);
        try {
            session.socket().opened(open(principal, wanted.run(), session.socket()));
        } catch (RuntimeException e) {
            held.remove(session.id());
            wanted.pod().ifPresent(made -> pods.remove(principal, wanted.run().pod()));
            throw e;
        }
        return session.look(0, closed);
    }

    /** Opens one and writes it down. */
    Link.Upgraded open(Principal principal, RunWanted wanted, ProgramSocket socket) {
        try {
            var opened = opener.socket(principal, wanted.pod().cluster(), Path.of(wanted), ProgramSocket.PROTOCOLS, socket);
            write(principal, wanted, "open", Audit.Result.OK, 101, Map.of());
            return opened;
        } catch (Problem problem) {
            boolean refused = problem.kind() == Problem.Kind.FORBIDDEN || problem.kind() == Problem.Kind.UNAUTHENTICATED;
            write(principal, wanted, "open", refused ? Audit.Result.REFUSED : Audit.Result.FAILED, problem.kind().status(), Map.of());
            throw problem;
        }
    }

    /** What is typed and said is nobody's business, nor are arguments: they may be passwords. */
    void write(Principal principal, RunWanted wanted, String what, Audit.Result result, int status, Map<String, Object> more) {
        var detail = new LinkedHashMap<String, Object>(more);
        detail.put("container", wanted.container());
        detail.put("tty", wanted.tty());
        if (!wanted.attach()) {
            detail.put("program", wanted.command().getFirst());
        }
        String verb = wanted.attach() ? "attach." : "exec.";
        audit.write(new Audit.Line(principal, verb + what, wanted.pod().cluster(), Path.plain(wanted), result, status, detail));
    }

    Optional<Session> held(String plugin, Principal principal, String id, long received, Consumer<Session> closed) {
        HeldSession known = held.get(id);
        return known == null || !known.belongsTo(plugin, principal) ? Optional.empty() : Optional.of(known.look(received, closed));
    }

    private void ended(HeldSession session, Exit exit) {
        RunWanted run = session.wanted().run();
        write(session.principal(), run, "close", exit.code() == -1 && exit.reason().equals("failed") ? Audit.Result.FAILED : Audit.Result.OK, 0,
                Map.of("seconds", session.seconds(), "in", session.inputBytes(), "out", session.outputBytes(), "code", exit.code(), "why", exit.reason()));
        session.wanted().pod().ifPresent(made -> Threads.start("fresnel-pod-removal", () -> pods.remove(session.principal(), run.pod())));
    }

    /** Held ones and others. */
    long open(Principal principal) {
        AtomicInteger more = others.get(principal.key());
        return held.values().stream().filter(one -> one.principal().key().equals(principal.key())).count() + (more == null ? 0 : more.get());
    }

    /** One that is not held begins; run what comes back at its end. @throws Problem FORBIDDEN, LIMITED */
    Runnable enter(Principal principal) {
        rules.check(principal);
        rules.count(open(principal));
        pods.sweep(principal, "");
        others.computeIfAbsent(principal.key(), key -> new AtomicInteger()).incrementAndGet();
        return () -> others.computeIfPresent(principal.key(), (key, count) -> count.decrementAndGet() <= 0 ? null : count);
    }

    private void endAll(Principal principal, String why) {
        held.values().stream()
                .filter(one -> one.principal().key().equals(principal.key()))
                .forEach(one -> one.socket().close(new Exit(-1, "session", "The session has ended: " + why + ".")));
    }

    private void beat() {
        try {
            long now = System.nanoTime();
            boolean ping = ++beats % PING == 0;
            for (HeldSession session : List.copyOf(held.values())) {
                session.overdue(now).ifPresent(session.socket()::close);
                if (session.forgotten(now)) {
                    held.remove(session.id());
                } else if (ping) {
                    session.socket().ping();
                }
            }
            held.values().stream().map(HeldSession::principal).distinct().filter(one -> !sessions.live(one)).forEach(one -> endAll(one, "expired"));
        } catch (RuntimeException e) {
            LOG.error("The streams' pulse failed", e);
        }
    }

    @Override
    public List<Sample> samples() {
        return List.of(new Sample("fresnel_held_sessions", "gauge", "Programs at terminals in containers.", Map.of(), held.size()));
    }

    @Deactivate
    void close() throws Exception {
        watching.close();
        pulse.shutdownNow();
        held.values().forEach(one -> one.socket().close(new Exit(-1, "closed", "The server stops.")));
    }
}
