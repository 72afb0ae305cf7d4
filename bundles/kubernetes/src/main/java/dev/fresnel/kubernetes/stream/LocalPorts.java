package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Forward;
import dev.fresnel.api.stream.ForwardWanted;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.principal.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** All ports of this machine that lead into clusters. */
@Component(service = LocalPorts.class)
public final class LocalPorts {
    private static final int MOST = 100;
    private static final long LEFT = TimeUnit.SECONDS.toNanos(30);

    private final HeldSessions held;
    private final List<LocalPort> ports = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> present = new ConcurrentHashMap<>();
    private final Map<String, Long> left = new ConcurrentHashMap<>();
    private final AtomicLong names = new AtomicLong();
    private final AutoCloseable watching;
    private final ScheduledExecutorService pulse = Threads.pulse("fresnel-forwards");

    @Activate
    public LocalPorts(@Reference HeldSessions held) {
        this.held = held;
        this.watching = held.sessions().watch((principal, why) -> Threads.start("fresnel-forwards-end", () -> ports.stream()
                .filter(one -> one.principal().key().equals(principal.key()))
                .forEach(one -> forget(one, why.word()))));
        pulse.scheduleAtFixedRate(this::beat, 10, 10, TimeUnit.SECONDS);
    }

    /** A build of that plugin is there. */
    void enter(String plugin) {
        present.merge(plugin, 1, Integer::sum);
        left.remove(plugin);
    }

    void leave(String plugin) {
        if (present.merge(plugin, -1, Integer::sum) <= 0) {
            left.put(plugin, System.nanoTime());
        }
    }

    boolean allowed(Principal principal) {
        return !held.rules().readOnly() && held.rules().localUser(principal);
    }

    List<Forward> list(String plugin, Principal principal) {
        return ports.stream().filter(one -> one.belongsTo(plugin, principal)).map(LocalPort::now).toList();
    }

    Forward start(String plugin, Principal principal, ForwardWanted wanted) {
        held.rules().check(principal);
        if (!held.rules().localUser(principal)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "LOCAL_USER_ONLY", "Only the local user of a desktop may open ports of this machine.");
        }
        if (wanted.localPort() != 0 && (wanted.localPort() < 1024 || wanted.localPort() > 65_535)) {
            throw new Problem(
                    Problem.Kind.INVALID, "PORT_INVALID", "A local port is a number from 1024 to 65535, or 0 for any.", Map.of("port", wanted.localPort()), null);
        }
        if (list(plugin, principal).size() >= MOST) {
            throw new Problem(Problem.Kind.LIMITED, "TOO_MANY_OPEN", "You have " + MOST + " forwards, which is the limit.", Map.of("most", MOST), null);
        }
        var port = new LocalPort("f" + names.incrementAndGet(), plugin, principal, held.opener(), wanted);
        begin(port);
        ports.add(port);
        return port.now();
    }

    private void begin(LocalPort port) {
        try {
            port.start();
            write(port, "forward.start", Audit.Result.OK, 200, Map.of());
        } catch (Problem problem) {
            write(port, "forward.start", problem.kind() == Problem.Kind.FORBIDDEN ? Audit.Result.REFUSED : Audit.Result.FAILED, problem.kind().status(), Map.of());
            throw problem;
        }
    }

    private void write(LocalPort port, String action, Audit.Result result, int status, Map<String, Object> more) {
        Forward now = port.now();
        var detail = new java.util.LinkedHashMap<String, Object>(more);
        detail.put("port", now.port());
        detail.put("localPort", now.localPort());
        detail.put("in", now.sent());
        detail.put("out", now.received());
        String object = now.target().kind().id() + "/" + now.target().namespace() + "/" + now.target().name();
        held.audit().write(new Audit.Line(port.principal(), action, now.target().cluster(), object, result, status, detail));
    }

    private LocalPort find(String plugin, Principal principal, String id) {
        return ports.stream().filter(one -> one.id().equals(id) && one.belongsTo(plugin, principal)).findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.MISSING, "FORWARD_UNKNOWN", "There is no such forward.", Map.of("id", id), null));
    }

    Forward stop(String plugin, Principal principal, String id) {
        LocalPort port = find(plugin, principal, id);
        end(port, "asked");
        return port.now();
    }

    private void end(LocalPort port, String why) {
        boolean open = !port.now().state().equals("stopped");
        port.stop();
        if (open) {
            write(port, "forward.stop", Audit.Result.OK, 200, Map.of("why", why));
        }
    }

    Forward restart(String plugin, Principal principal, String id) {
        held.rules().check(principal);
        LocalPort port = find(plugin, principal, id);
        end(port, "restart");
        begin(port);
        return port.now();
    }

    void remove(String plugin, Principal principal, String id) {
        forget(find(plugin, principal, id), "asked");
    }

    private void forget(LocalPort port, String why) {
        end(port, why);
        ports.remove(port);
    }

    private void beat() {
        long now = System.nanoTime();
        for (LocalPort port : ports) {
            Long gone = left.get(port.plugin());
            if (gone != null && now - gone > LEFT) {
                forget(port, "plugin gone");
            } else if (!held.sessions().live(port.principal())) {
                forget(port, "expired");
            }
        }
    }

    @Deactivate
    void close() throws Exception {
        watching.close();
        pulse.shutdownNow();
        ports.forEach(LocalPort::stop);
    }
}
