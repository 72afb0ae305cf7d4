package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Doors;
import dev.fresnel.http.edge.Paths;
import dev.fresnel.http.edge.Settings;
import dev.fresnel.http.edge.Visit;
import dev.fresnel.http.pages.PageDoor;
import dev.fresnel.http.route.Router;
import dev.fresnel.http.tunnel.Call;
import dev.fresnel.http.tunnel.Tunnel;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request comes in here: judged first, then led to what answers it, on a virtual thread of its own; those for clusters go on at once,
 * on the thread that read them.
 */
final class FrontHandler extends Handler.Abstract.NonBlocking {
    static final int HEAD_LIMIT = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);
    private static final String PLUGINS = "/api/v1/plugins/";
    /** Those who watch a container know nothing of its base path. */
    private static final Set<String> HEALTH = Set.of("/healthz", "/readyz", "/metrics");

    /** Why an open route answers without knowing who asks. */
    private static final Set<Problem.Kind> WITHOUT =
            Set.of(Problem.Kind.UNAUTHENTICATED, Problem.Kind.CLUSTER_DOWN, Problem.Kind.UPSTREAM_TIMEOUT, Problem.Kind.LIMITED);
    private static final String CLUSTERS = "/k8s/";
    private static final String LIVE = "/api/v1/live";

    private final Settings settings;
    private final Parts parts;
    private final Routes routes;
    private final Doors doors;
    private final Refusals refusals;
    private final Nowhere nowhere;
    private final PluginRoutes plugins;
    private final LiveDoor live;
    private final Tunnel tunnel;
    private final Optional<PageDoor> pages;
    private final Traffic traffic;
    private final UnderWay underWay;
    private final ExecutorService threads;
    private final AtomicLong numbers = new AtomicLong(System.currentTimeMillis() << 16);

    FrontHandler(
            Settings settings, Parts parts, Routes routes, LiveDoor live, TalkDoor talks, Tunnel tunnel, Optional<PageDoor> pages, Traffic traffic,
            UnderWay underWay, ExecutorService threads) {
        this.settings = settings;
        this.parts = parts;
        this.routes = routes;
        this.doors = new Doors(settings);
        this.refusals = new Refusals(parts.codec());
        this.nowhere = new Nowhere(routes, refusals);
        this.plugins = new PluginRoutes(parts, refusals, talks);
        this.live = live;
        this.tunnel = tunnel;
        this.pages = pages;
        this.traffic = traffic;
        this.underWay = underWay;
        this.threads = threads;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        traffic.begins();
        if (pages.isPresent() && toPage(pages.get(), request, response, callback)) {
            return true; // under the names of other people's pages nothing of ours answers
        }
        String path = below(request);
        if (Paths.kubernetes(path)) {
            toCluster(request, response, callback, path);
            return true;
        }
        try {
            threads.execute(() -> serve(request, response, callback, path));
        } catch (RejectedExecutionException e) {
            callback.failed(e); // the server is stopping
        }
        return true;
    }

    private boolean toPage(PageDoor door, Request request, Response response, Callback callback) {
        long begin = System.nanoTime();
        Visit visit = Arrival.visit(request, rawPath(request));
        return door.take(request, response, callback, visit, status -> traffic.ends("/", status, System.nanoTime() - begin));
    }

    private void serve(Request request, Response response, Callback callback, String path) {
        long begin = System.nanoTime();
        try {
            if (!answer(request, response, callback, path)) {
                callback.succeeded();
            }
        } catch (IOException | UncheckedIOException e) {
            callback.failed(new EofException(e)); // the client's doing, of which Jetty need not tell
        } catch (Throwable e) { // the edge: whatever a route does ends here
            callback.failed(e);
        } finally {
            traffic.ends(path, response.getStatus(), System.nanoTime() - begin);
        }
    }

    private void toCluster(Request request, Response response, Callback callback, String path) {
        long begin = System.nanoTime();
        Visit visit = Arrival.visit(request, path);
        String target = request.getHttpURI().getPathQuery().substring(rawPath(request).length() - path.length() + CLUSTERS.length());
        int end = end(target);
        String rest = target.substring(end);
        var exchange = new Exchange(request, parts, "", method(request), path, settings, doors.outerScheme(visit));
        var call = new Call(
                request, response, callback, Principal.NOBODY, Paths.decode(target.substring(0, end)), rest.startsWith("/") ? rest : "/" + rest,
                page(visit), status -> traffic.ends(path, status, System.nanoTime() - begin));
        if (visit.cookie() && !visit.bearer()) {
            try {
                threads.execute(() -> toCluster(call, visit, exchange)); // whether a session still holds may have to be asked
            } catch (RejectedExecutionException e) {
                callback.failed(e); // the server is stopping
            }
        } else {
            toCluster(call, visit, exchange);
        }
    }

    private void toCluster(Call call, Visit visit, Exchange exchange) {
        Principal principal;
        try {
            doors.checkHost(visit);
            checkMethod(exchange);
            doors.checkPage(visit);
            principal = principal(exchange);
        } catch (Problem problem) {
            tunnel.refuse(call, problem);
            return;
        }
        tunnel.pass(call.by(principal));
    }

    private static int end(String target) {
        int at = 0;
        while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    /** Whether a browser's page asks, and not a program with a credential of its own. */
    private static boolean page(Visit visit) {
        return !visit.bearer() && (visit.cookie() || visit.header().first("Origin").isPresent() || visit.header().first("Sec-Fetch-Mode").isPresent());
    }

    /** Which methods there are is the API server's to say; these two are about connections, or tell what was sent. */
    private static void checkMethod(Exchange exchange) {
        String method = exchange.jetty().getMethod();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new Problem(Problem.Kind.INVALID, "METHOD_UNKNOWN", "No cluster takes that method.");
        }
    }

    private Principal principal(Exchange exchange) {
        Authenticator authenticator = parts.authenticator().orElseThrow(
                () -> new Problem(Problem.Kind.CLUSTER_DOWN, "STARTING", "The server is not ready yet: it waits for who checks who asks."));
        Principal principal = sent(authenticator, exchange);
        if (principal.door() == Principal.Door.NONE) {
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "SIGN_IN", "Sign in first.");
        }
        return principal;
    }

    /** The path below the base path, as sent; {@code ""} when it is not below. */
    private String below(Request request) {
        String path = rawPath(request);
        String base = settings.basePath();
        if (base.isEmpty() || HEALTH.contains(path)) {
            return path;
        }
        return path.startsWith(base + "/") ? path.substring(base.length()) : path.equals(base) ? "/" : "";
    }

    private static String rawPath(Request request) {
        String path = request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** @return whether somebody else completes the callback */
    private boolean answer(Request request, Response response, Callback callback, String path) throws IOException {
        String number = Long.toString(numbers.incrementAndGet(), 36);
        Visit visit = Arrival.visit(request, path);
        var exchange = new Exchange(request, parts, number, method(request), path, settings, doors.outerScheme(visit));
        var outlet = new Outlet(exchange, response);
        exchange.departure();
        try {
            return lead(visit, exchange, outlet, response, callback);
        } catch (Exception | Error e) {
            settle(e, exchange, outlet);
        } finally {
            underWay.ends(exchange);
            exchange.departure().over();
        }
        return false;
    }

    /** Says what went wrong, if the client can still be told. */
    private void settle(Throwable what, Exchange exchange, Outlet outlet) throws IOException {
        if (exchange.isCut()) {
            cutOff(exchange, outlet);
            return;
        }
        try {
            throw what;
        } catch (Problem problem) {
            refuse(exchange, outlet, problem);
        } catch (IOException | UncheckedIOException e) {
            if (!exchange.departure().hasLeft() && !outlet.committed()) {
                bug(exchange, outlet, e);
            } else {
                throw e; // half an answer must not look like a whole one
            }
        } catch (InterruptedException e) { // its plugin, or the server, has left meanwhile: no bug
            refuse(exchange, outlet, new Problem(Problem.Kind.CONFLICT, "GENERATION_GONE", "What was to answer this has been stopped."));
        } catch (Throwable e) { // a plugin's errors too cost only their own answer
            bug(exchange, outlet, e);
        }
    }

    private void cutOff(Exchange exchange, Outlet outlet) throws IOException {
        Thread.interrupted(); // it has done its work
        if (outlet.committed()) {
            throw new IOException("The session has ended"); // half an answer must not look like a whole one
        }
        outlet.reset();
        outlet.send(refusals.of(new Problem(Problem.Kind.UNAUTHENTICATED, "SESSION_ENDED", "Your session has ended: sign in again.")), parts.codec());
    }

    private boolean lead(Visit visit, Exchange exchange, Outlet outlet, Response response, Callback callback) throws Exception {
        doors.checkHost(visit);
        if (visit.path().isEmpty()) {
            outlet.send(refusals.unknown(rawPath(exchange.jetty())), parts.codec());
            return false;
        }
        if (exchange.method() == Method.ANY) {
            outlet.send(refusals.wrongMethod(EnumSet.range(Method.GET, Method.OPTIONS)), parts.codec());
            return false;
        }
        Paths.check(visit.path());
        if (tooLarge(exchange)) {
            outlet.send(refusals.tooLarge(HEAD_LIMIT), parts.codec());
            return false;
        }
        doors.checkPage(visit);
        if (visit.path().equals(LIVE)) {
            return live.enter(visit, exchange, outlet, response, callback);
        }
        return route(exchange, new PluginRoutes.Way(outlet, response, callback));
    }

    /** @return whether somebody else completes the callback */
    private boolean route(Exchange exchange, PluginRoutes.Way way) throws Exception {
        Outlet outlet = way.outlet();
        String path = exchange.rawPath();
        switch (routes.router().find(exchange.method(), path)) {
            case Router.Found<Routes.Target> found -> {
                exchange.matched(found.values());
                if (identify(exchange, found.target().open(), outlet)) {
                    dev.fresnel.api.http.Response answer = found.target().endpoint().handle(exchange);
                    if (exchange.isCut() && !(answer.body() instanceof dev.fresnel.api.http.Response.Stream)) {
                        throw new InterruptedException(); // whatever the route made of that
                    }
                    outlet.send(answer, parts.codec());
                }
            }
            case Router.WrongMethod<Routes.Target> wrong when !pluginPath(path) -> {
                boolean asked = exchange.method() == Method.OPTIONS;
                outlet.send(
                        asked ? dev.fresnel.api.http.Response.status(204).withHeader("Allow", Refusals.names(wrong.allowed())) : refusals.wrongMethod(wrong.allowed()),
                        parts.codec());
            }
            default -> {
                if (!pluginPath(path)) {
                    outlet.send(nowhere.answer(exchange), parts.codec());
                } else if (identify(exchange, false, outlet)) {
                    int end = path.indexOf('/', PLUGINS.length());
                    return plugins.answer(exchange, Paths.decode(path.substring(PLUGINS.length(), end)), path.substring(end), way);
                }
            }
        }
        return false;
    }

    private static boolean pluginPath(String path) {
        return path.startsWith(PLUGINS) && path.indexOf('/', PLUGINS.length()) > PLUGINS.length();
    }

    /** Says who asks, or why they may not. */
    private boolean identify(Exchange exchange, boolean open, Outlet outlet) throws IOException {
        Optional<Authenticator> authenticator = parts.authenticator();
        if (authenticator.isEmpty() && !open) {
            outlet.send(refusals.starting("who checks who asks"), parts.codec());
            return false;
        }
        Principal principal = authenticator.isEmpty() ? Principal.NOBODY : principal(authenticator.get(), exchange, open);
        if (principal.door() == Principal.Door.NONE && !open) {
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "SIGN_IN", "Sign in first.");
        }
        exchange.isFrom(principal);
        if (!open) { // what needs no session goes on without one: signing out ends it
            underWay.begins(exchange);
        }
        return true;
    }

    private static Principal sent(Authenticator authenticator, Exchange exchange) {
        return authenticator.authenticate(exchange, exchange.credential("Cookie"), exchange.credential("Authorization"));
    }

    /** On an open route a credential that has gone stale, or that nobody can check now, is none. */
    static Principal principal(Authenticator authenticator, Exchange exchange, boolean open) {
        try {
            Principal principal = sent(authenticator, exchange);
            return principal.door() == Principal.Door.GUEST ? Principal.NOBODY : principal;
        } catch (Problem problem) {
            if (open && WITHOUT.contains(problem.kind())) {
                return Principal.NOBODY;
            }
            throw problem;
        }
    }

    private static boolean tooLarge(Exchange exchange) {
        long size = exchange.jetty().getHttpURI().getPathQuery().length();
        for (var field : exchange.jetty().getHeaders()) {
            size += field.getName().length() + String.valueOf(field.getValue()).length() + 4;
        }
        return size > HEAD_LIMIT;
    }

    private static Method method(Request request) {
        try {
            return Method.valueOf(request.getMethod());
        } catch (IllegalArgumentException e) {
            return Method.ANY; // none that we know
        }
    }

    private void refuse(Exchange exchange, Outlet outlet, Problem problem) throws IOException {
        if (outlet.committed()) {
            throw problem;
        }
        if (problem.kind() == Problem.Kind.BUG) {
            LOG.error("request {} {} {} failed", exchange.number(), exchange.method(), exchange.rawPath(), problem);
        }
        outlet.reset();
        outlet.send(cleared(refusals.of(problem), exchange), parts.codec());
    }

    /** A browser need not bring again what is no good. */
    private dev.fresnel.api.http.Response cleared(dev.fresnel.api.http.Response answer, Exchange exchange) {
        boolean cookie = answer.status() == 401 && exchange.jetty().getHeaders().contains(HttpHeader.COOKIE);
        List<String> lines = cookie ? parts.authenticator().map(one -> one.clearing(exchange, exchange.cookies())).orElse(List.of()) : List.of();
        if (lines.isEmpty()) {
            return answer;
        }
        var headers = new LinkedHashMap<>(answer.headers());
        headers.put("Set-Cookie", lines);
        return new dev.fresnel.api.http.Response(answer.status(), headers, answer.body());
    }

    private void bug(Exchange exchange, Outlet outlet, Throwable cause) throws IOException {
        if (exchange.departure().hasLeft()) {
            throw new IOException("The client has gone", cause); // and what it left behind ended as it could
        }
        LOG.error("request {} {} {} failed", exchange.number(), exchange.method(), exchange.rawPath(), cause);
        if (outlet.committed()) {
            throw new IOException("The answer broke off", cause);
        }
        outlet.reset();
        outlet.send(refusals.bug(exchange.number()), parts.codec());
    }
}
