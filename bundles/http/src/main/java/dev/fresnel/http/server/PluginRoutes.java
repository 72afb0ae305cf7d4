package dev.fresnel.http.server;

import dev.fresnel.api.cluster.ClusterSource;
import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.route.PathPattern;
import dev.fresnel.http.route.Router;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plugins answer below {@code /api/v1/plugins/{id}/}, each by the build that serves at that moment. */
final class PluginRoutes {
    static final String GENERATION = "Fresnel-Generation";

    private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

    private final Parts parts;
    private final Refusals refusals;
    private final TalkDoor talks;

    PluginRoutes(Parts parts, Refusals refusals, TalkDoor talks) {
        this.parts = parts;
        this.refusals = refusals;
        this.talks = talks;
    }

    /** Where an answer goes, and the connection, should it become a WebSocket. */
    record Way(Outlet outlet, org.eclipse.jetty.server.Response response, Callback callback) {}

    /**
     * @param rest the path after the plugin's prefix, as sent, with its slash
     * @return whether the connection became a WebSocket; else it has its answer
     */
    boolean answer(Exchange exchange, String plugin, String rest, Way way) throws Exception {
        Optional<Switchboard> switchboard = parts.switchboard();
        if (switchboard.isEmpty()) {
            way.outlet.send(refusals.starting("the switchboard"), parts.codec());
            return false;
        }
        try (Lease lease = lease(switchboard.get(), plugin, exchange)) {
            return serve(exchange, lease.generation(), rest, way);
        }
    }

    private static Lease lease(Switchboard switchboard, String plugin, Exchange exchange) {
        Optional<String> digest = exchange.header(GENERATION);
        if (digest.isEmpty()) {
            return switchboard.lease(plugin).orElseThrow(() -> new Problem(
                    Problem.Kind.MISSING, "PLUGIN_UNKNOWN", "There is no plugin '" + plugin + "' that serves.", Map.of("plugin", plugin), null));
        }
        return switchboard.find(plugin, digest.get()).flatMap(Generation::lease).orElseThrow(() -> new Problem(
                Problem.Kind.CONFLICT,
                "GENERATION_GONE",
                "That build of the plugin '" + plugin + "' no longer answers.",
                Map.of("plugin", plugin),
                null));
    }

    private boolean serve(Exchange exchange, Generation generation, String rest, Way way) throws Exception {
        Outlet outlet = way.outlet;
        switch (router(generation).find(exchange.method(), rest)) {
            case Router.Found<Endpoint> found -> {
                boolean cluster = !generation.extensions(ClusterSource.class).isEmpty();
                return call(exchange, generation, found.target(), new PluginRequest(exchange, rest, found.values(), cluster), way);
            }
            case Router.WrongMethod<Endpoint> wrong when exchange.method() == Method.OPTIONS ->
                outlet.send(Response.status(204).withHeader("Allow", Refusals.names(wrong.allowed())), parts.codec());
            case Router.WrongMethod<Endpoint> wrong -> outlet.send(refusals.wrongMethod(wrong.allowed()), parts.codec());
            case Router.Unknown<Endpoint> unknown -> outlet.send(refusals.unknown(exchange.path()), parts.codec());
        }
        return false;
    }

    /** Made for each request: kept, it would hold on to a plugin that has gone. */
    private static Router<Endpoint> router(Generation generation) {
        var entries = new ArrayList<Router.Entry<Endpoint>>();
        for (Extension<Endpoint> extension : generation.extensions(Endpoint.class)) {
            try {
                entries.add(new Router.Entry<>(
                        method(extension.text("fresnel.route.method")), PathPattern.of(extension.text("fresnel.route.path")), extension.value()));
            } catch (IllegalArgumentException e) {
                LOG.warn("plugin {}: a route cannot be used: {}", generation.plugin(), e.getMessage());
            }
        }
        return new Router<>(entries);
    }

    private static Method method(String text) {
        return text.isEmpty() ? Method.GET : Method.valueOf(text);
    }

    private boolean call(Exchange exchange, Generation generation, Endpoint endpoint, PluginRequest request, Way way) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(endpoint.getClass().getClassLoader());
        try (var closing = new Closing(thread)) {
            Response answer = endpoint.handle(request).withHeader(GENERATION, generation.digest());
            if (request.tokens() && answer.body() instanceof Response.Upgrade upgrade && TalkDoor.opens(exchange)) {
                return talks.enter(exchange, generation, upgrade, way.response, way.callback);
            }
            way.outlet.send(answer, generation.json(), Outlet.Author.PLUGIN, stream -> closing.follow(generation, exchange.departure(), stream));
            return false;
        } catch (Problem problem) {
            throw problem;
        } catch (RuntimeException | LinkageError e) {
            generation.fault(request.method() + " " + request.path() + ": " + e); // as text: what is kept must not hold the plugin's classes
            throw e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Ends a stream whose client has gone, or whose build begins to drain; those that begin later are for its own open pages and end with it. */
    private static final class Closing implements AutoCloseable {
        private final Thread thread;
        private final List<AutoCloseable> watches = new ArrayList<>();
        private boolean over;

        Closing(Thread thread) {
            this.thread = thread;
        }

        void follow(Generation generation, Departure departure, ClientStream way) {
            departure.watch().thenRun(this::wake);
            if (generation.state() == Generation.State.SERVING) {
                watches.add(generation.onDrain(() -> end(way)));
            }
        }

        private synchronized void end(ClientStream way) {
            if (!over) {
                way.end();
                thread.interrupt();
            }
        }

        /** A stream that says nothing would never learn that nobody listens. */
        private synchronized void wake() {
            if (!over) {
                thread.interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (this) {
                over = true;
            }
            for (AutoCloseable watch : watches) {
                try {
                    watch.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
