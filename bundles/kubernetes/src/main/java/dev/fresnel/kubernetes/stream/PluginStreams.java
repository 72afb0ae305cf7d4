package dev.fresnel.kubernetes.stream;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.Connection;
import dev.fresnel.api.stream.LogsWanted;
import dev.fresnel.api.stream.Program;
import dev.fresnel.api.stream.RunWanted;
import dev.fresnel.api.stream.Session;
import dev.fresnel.api.stream.SessionWanted;
import dev.fresnel.api.stream.Streams;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Build;
import dev.fresnel.spi.transport.UpstreamRequest;
import dev.fresnel.spi.transport.UpstreamResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The {@link Streams} that one bundle gets; what it leaves open is closed with it, and what is held is let go. */
@Component(scope = ServiceScope.BUNDLE)
public final class PluginStreams implements Streams {
    static final String CAPABILITY = "exec";
    /** A kubelet answers whoever follows a log when the first line is there. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final String plugin;
    private final boolean mayRun;
    private final HeldSessions held;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    @Activate
    public PluginStreams(ComponentContext context, @Reference HeldSessions held, @Reference JsonCodec json) {
        this(name(context.getUsingBundle()), asks(context.getUsingBundle(), json), held);
    }

    PluginStreams(String plugin, boolean mayRun, HeldSessions held) {
        this.plugin = plugin;
        this.mayRun = mayRun;
        this.held = held;
    }

    static String name(Bundle asker) {
        return Build.of(asker).map(Build::plugin).orElseGet(asker::getSymbolicName);
    }

    /** Whether the plugin's own description says that it runs programs. */
    static boolean asks(Bundle asker, JsonCodec json) {
        URL found = asker.getEntry("plugin.json");
        if (found == null) {
            return false;
        }
        try (var in = found.openStream()) {
            return json.parse(in.readAllBytes()).at("/asks/capabilities").items().stream().map(Json::text).anyMatch(CAPABILITY::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Deactivate
    public void close() {
        closed = true;
        open.forEach(PluginStreams::end);
    }

    private static void end(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends AutoCloseable> T kept(T one) {
        open.add(one);
        if (closed) {
            end(one);
            throw new IllegalStateException("the plugin has left");
        }
        return one;
    }

    @Override
    public InputStream logs(View view, LogsWanted wanted) {
        ObjectRef pod = wanted.pod();
        UpstreamResponse response = held.opener().open(caller(view, pod), pod.cluster(), request(wanted));
        if (response.status() != 200) {
            try (response) {
                throw held.opener().problem(response, "The log of " + pod.name() + " cannot be had: HTTP " + response.status() + ".");
            }
        }
        return kept(new Open(response));
    }

    private static UpstreamRequest request(LogsWanted wanted) {
        var request = UpstreamRequest.get(path(wanted), "*/*");
        return wanted.follow()
                ? new UpstreamRequest(request.method(), request.target(), request.headers(), request.body(), request.length(), SILENCE)
                : request;
    }

    private static String path(LogsWanted wanted) {
        return Path.of(wanted.pod(), "log")
                .with("timestamps", "true")
                .with("container", wanted.container())
                .with("previous", wanted.previous() ? "true" : "")
                .with("follow", wanted.follow() ? "true" : "")
                .with("sinceSeconds", wanted.sinceSeconds() > 0 ? String.valueOf(wanted.sinceSeconds()) : "")
                .with("sinceTime", wanted.since().map(then -> then.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(""))
                .with("tailLines", wanted.tail() >= 0 ? String.valueOf(wanted.tail()) : "")
                .with("limitBytes", wanted.limit() > 0 ? String.valueOf(wanted.limit()) : "")
                .toString();
    }

    private static Principal caller(View view, ObjectRef pod) {
        if (!pod.cluster().equals(view.cluster())) {
            throw new Problem(Problem.Kind.INVALID, "STREAM_OTHER_CLUSTER", "This view is of " + view.cluster() + ", not of " + pod.cluster() + ".");
        }
        return CallersView.of(view).principal();
    }

    private Principal runner(View view, ObjectRef pod) {
        if (!mayRun) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "CAPABILITY_MISSING", "The plugin " + plugin + " does not ask for the capability “" + CAPABILITY + "”.",
                    Map.of("plugin", plugin, "capability", CAPABILITY), null);
        }
        return caller(view, pod);
    }

    @Override
    public Program run(View view, RunWanted wanted) {
        Principal principal = runner(view, wanted.pod());
        Runnable leave = held.enter(principal);
        var program = new RunningProgram(held.opener().json(), ended -> {
            open.remove(ended);
            leave.run();
            held.write(principal, wanted, "close", Audit.Result.OK, 0, Map.of(
                    "seconds", ended.seconds(), "in", ended.went(), "out", ended.came(), "code", ended.how().code(), "why", ended.how().reason()));
        });
        try {
            program.socket().opened(held.open(principal, wanted, program.socket()));
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
        return kept(program);
    }

    @Override
    public Session hold(View view, SessionWanted wanted) {
        return kept(held.hold(plugin, runner(view, wanted.run().pod()), wanted, open::remove));
    }

    @Override
    public Optional<Session> held(View view, String id, long received) {
        return held.held(plugin, CallersView.of(view).principal(), id, received, open::remove).map(this::kept);
    }

    @Override
    public Connection connect(View view, ObjectRef pod, int port) {
        Principal principal = runner(view, pod);
        Runnable leave = held.enter(principal);
        try {
            return kept(Ports.connect(held, principal, pod, port, ended -> {
                open.remove(ended);
                leave.run();
            }));
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
    }

    /** Closing it from any thread ends a blocked read. */
    private final class Open extends FilterInputStream {
        private final UpstreamResponse response;

        Open(UpstreamResponse response) {
            super(response.body());
            this.response = response;
        }

        @Override
        public void close() {
            open.remove(this);
            response.close();
        }
    }
}
