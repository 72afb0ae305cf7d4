package dev.fresnel.http.tunnel;

import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import dev.fresnel.spi.transport.Upstreams;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /k8s/{cluster}/…}: the Kubernetes API of a cluster with the caller's rights, so that kubectl works through us. */
public final class Tunnel implements AutoCloseable {
    /**
     * Other bundles' services, as far as they are there.
     *
     * @param upstreams knows the clusters
     * @param audit takes a line for each write
     * @param sessions knows whether somebody may still be served
     */
    public record Services(Supplier<Optional<Upstreams>> upstreams, Supplier<Optional<Audit>> audit, Supplier<Optional<Sessions>> sessions) {}

    /**
     * What is set from outside.
     *
     * @param readOnly whether nothing may be changed, by anybody
     * @param requests that a user may have under way; 0 = any number
     * @param streams that a user may have open; 0 = any number
     */
    public record Rules(boolean readOnly, int requests, int streams) {}

    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
    private static final long LOOK = 250;

    private final Services services;
    private final Rules rules;
    private final JsonCodec codec;
    private final ExecutorService threads;
    private final Scheduler scheduler;
    private final Dialer dialer;
    private final Lines lines;
    private final Ledger ledger;
    private final Limits limits;
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** @param threads for what blocks */
    public Tunnel(Services services, Rules rules, JsonCodec codec, Server server, ExecutorService threads) {
        this.services = services;
        this.rules = rules;
        this.codec = codec;
        this.threads = threads;
        this.scheduler = server.getScheduler();
        this.dialer = new Dialer(server.getThreadPool(), scheduler, server.getByteBufferPool(), threads);
        this.lines = new Lines(dialer);
        this.ledger = new Ledger(services.audit());
        this.limits = new Limits(rules.requests(), rules.streams());
        server.addBean(dialer.connector());
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(LifeCycle started) {
                look();
            }
        });
    }

    private void look() {
        if (closing) {
            return;
        }
        long now = System.nanoTime();
        try {
            open.forEach(passage -> passage.look(now));
            lines.sweep(now);
        } catch (RuntimeException e) {
            LOG.error("The look after open requests failed", e);
        }
        scheduler.schedule(this::look, LOOK, TimeUnit.MILLISECONDS);
    }

    /** Takes a request over, until its callback has been called. Returns at once. */
    public void pass(Call call) {
        var demand = Demand.of(call);
        boolean changes = Deeds.changes(call.method(), call.path(), call.query(), demand.upgrade().isPresent());
        boolean noted = changes || Deeds.reveals(call.path());
        Upstreams upstreams;
        try {
            upstreams = admit(call, demand, changes);
        } catch (Problem problem) {
            if (noted) {
                ledger.write(call, problem.kind().status());
            }
            refuse(call, problem);
            return;
        }
        var passage = new Passage(this, call, demand, noted);
        open.add(passage);
        if (!live(call.principal())) {
            passage.refuse(Passage.ended(Sessions.End.LOGOUT));
        } else if (closing) {
            passage.gone(new EOFException("The server stops"));
        } else {
            passage.start(upstreams);
        }
    }

    /** Answers in place of the API server, in the words of one. */
    public void refuse(Call call, Problem problem) {
        call.ended().accept(problem.kind().status());
        say(call, problem, call.callback()::succeeded);
    }

    private Upstreams admit(Call call, Demand demand, boolean changes) {
        if (rules.readOnly() && changes) {
            throw new Problem(Problem.Kind.FORBIDDEN, "READ_ONLY", "This server is read-only: nothing may be changed through it.");
        }
        if (changes && call.principal().door() == Principal.Door.GUEST) {
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "SIGN_IN", "Sign in first: without a credential you may only look.");
        }
        if (call.request().getHeaders().stream().anyMatch(field -> field.getLowerCaseName().startsWith("impersonate-"))) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "IMPERSONATION", "Acting as somebody else (--as) does not pass through this server: the API server would see somebody else than who asked.");
        }
        if (demand.upgrade().isPresent() && call.page()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "UPGRADE_BY_PAGE", "A page opens no connection of this kind: it has the live protocol.");
        }
        Upstreams upstreams = services.upstreams().get().orElseThrow(
                () -> new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet: it waits for the clusters."));
        limits.enter(call.principal().key(), demand.lasting());
        return upstreams;
    }

    /** The session of a principal has ended: what is open in its name ends too, and says why where it can. */
    public void ended(Principal principal, Sessions.End why) {
        open.forEach(passage -> {
            if (passage.call().principal().key().equals(principal.key())) {
                passage.expel(why);
            }
        });
    }

    /** Whether somebody may still be served; asked now and then for whoever has something open. */
    boolean live(Principal principal) {
        Optional<Sessions> sessions = services.sessions().get();
        return sessions.isEmpty() || sessions.get().live(principal);
    }

    void leave(Passage passage) {
        if (open.remove(passage)) {
            limits.leave(passage.call().principal().key(), passage.demand().lasting());
        }
    }

    void say(Call call, Problem problem, Runnable done) {
        var response = call.response();
        response.reset();
        response.setStatus(problem.kind().status());
        var headers = response.getHeaders();
        call.manner().cover(headers);
        headers.put("Content-Type", call.manner().wordsType());
        headers.put("Cache-Control", "no-store");
        if (problem.kind() == Problem.Kind.LIMITED || problem.code().equals("STARTING")) {
            headers.put("Retry-After", "1");
        }
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        boolean upgrade = call.request().getHeaders().contains("Upgrade");
        if (upgrade && !call.multiplexed()) {
            headers.put("Connection", "close");
        }
        byte[] body = call.manner().words(problem, codec);
        headers.put("Content-Length", body.length);
        var text = call.method().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body);
        response.write(true, text, Callback.from(done, call.callback()::failed));
    }

    ByteBuffer errorEvent(Problem problem) {
        byte[] event = codec.write(Map.of("type", "ERROR", "object", Status.of(problem)));
        return ByteBuffer.allocate(event.length + 1).put(event).put((byte) '\n').flip();
    }

    Problem bug(Call call, RuntimeException cause) {
        LOG.error("{} {} to the cluster {} failed", call.method(), call.path(), call.cluster(), cause);
        return new Problem(Problem.Kind.BUG, "BUG", "Something went wrong here; the server's log says more.");
    }

    Lines lines() {
        return lines;
    }

    /** Runs what waits for something. @param stopping told when the server takes nothing new */
    void blocking(Runnable what, Consumer<RuntimeException> failed, Consumer<Throwable> stopping) {
        try {
            threads.execute(() -> {
                try {
                    what.run();
                } catch (RuntimeException e) {
                    failed.accept(e);
                }
            });
        } catch (RejectedExecutionException e) {
            stopping.accept(e);
        }
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Ledger ledger() {
        return ledger;
    }

    public List<Meter.Sample> samples() {
        return List.of(
                new Meter.Sample("fresnel_k8s_requests_open", "gauge", "Requests to API servers under way.", Map.of(), open.size()),
                new Meter.Sample("fresnel_k8s_connections_resting", "gauge", "Connections to API servers that wait for a request.", Map.of(), lines.count()));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        closing = true;
        open.forEach(passage -> passage.gone(new EOFException("The server stops")));
        lines.close();
    }
}
