package dev.fresnel.http.pages;

import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Origin;
import dev.fresnel.http.edge.PagesOrigin;
import dev.fresnel.http.edge.Paths;
import dev.fresnel.http.edge.Visit;
import dev.fresnel.http.tunnel.Call;
import dev.fresnel.http.tunnel.Tunnel;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.Pages;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.principal.Sessions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Everything that is asked for under the names of {@code --pages-origin}: pages of pods and Services, and nothing of ours. Each is let
 * in by a ticket from our own origin; the session that it becomes is for one target and ends with the session that asked for it.
 */
public final class PageDoor implements Pages {
    /** The one path that is not the page's own. */
    static final String OURS = "/.fresnel/";

    private static final String ENTER = OURS + "enter";
    private static final String TICKET = "ticket=";
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final Pattern UPWARDS = Pattern.compile("(.*/)?\\.{1,2}(/.*)?");

    private final PagesOrigin origin;
    private final Seats seats = new Seats(System::nanoTime);
    private final Tunnel tunnel;
    private final Supplier<Optional<Sessions>> sessions;
    private final Supplier<Optional<Audit>> audit;

    public PageDoor(PagesOrigin origin, Tunnel tunnel, Supplier<Optional<Sessions>> sessions, Supplier<Optional<Audit>> audit) {
        this.origin = origin;
        this.tunnel = tunnel;
        this.sessions = sessions;
        this.audit = audit;
    }

    @Override
    public URI enter(Principal who, Target target, String to) {
        Map.Entry<String, String> ticket = seats.issue(who, target, to);
        return URI.create(origin.at(ticket.getKey()) + ENTER + "?" + TICKET + ticket.getValue());
    }

    /** That session is over. */
    public void endSession(Principal principal) {
        seats.end(one -> one.key().equals(principal.key()));
    }

    /** Each few seconds: an open page keeps it in view whether its session holds. */
    public void beat() {
        List<Principal> users = seats.sweep();
        sessions.get().ifPresent(book -> users.stream().filter(user -> !book.live(user)).forEach(this::endSession));
    }

    /**
     * Takes a request over if it came under one of these names; returns at once.
     *
     * @param visit its path as it was sent
     * @param ended gets the status when it is over
     */
    public boolean take(Request request, Response response, Callback callback, Visit visit, IntConsumer ended) {
        if (!origin.covers(visit.host())) {
            return false;
        }
        try {
            lead(request, response, callback, visit, ended);
        } catch (Problem problem) {
            say(request, response, callback, problem.kind().status(), problem.text());
            ended.accept(problem.kind().status());
        }
        return true;
    }

    private void lead(Request request, Response response, Callback callback, Visit visit, IntConsumer ended) {
        String label = origin.label(visit.host()).orElse("");
        checkMethod(visit);
        if (visit.path().equals(ENTER) && visit.method().equals("GET")) {
            enter(request, response, callback, label, ended);
            return;
        }
        if (visit.path().startsWith(OURS)) {
            throw new Problem(Problem.Kind.MISSING, "ROUTE_UNKNOWN", "Nothing answers at this path.");
        }
        List<String> cookies = request.getHeaders().getValuesList("Cookie");
        Seat seat = seat(cookies, label);
        checkPage(visit, label);
        String target = target(request, seat);
        var manner = new PageManner(seat, origin, PageCookies.others(cookies));
        tunnel.pass(new Call(request, response, callback, seat.who(), seat.target().cluster(), target, false, manner, ended));
    }

    private static void checkMethod(Visit visit) {
        if (visit.method().equals("CONNECT") || visit.method().equals("TRACE")) {
            throw new Problem(Problem.Kind.INVALID, "METHOD_UNKNOWN", "No page takes that method.");
        }
        if (visit.header().first("Service-Worker").isPresent()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "WORKER_REFUSED", "A service worker would outlive the session that it was opened in.");
        }
    }

    private Seat seat(List<String> cookies, String label) {
        return PageCookies.keys(cookies, origin.secure()).stream()
                .limit(4) // more than one is somebody's doing; it is not to make us search
                .flatMap(key -> seats.at(key, label).stream())
                .findFirst()
                .filter(seat -> live(seat.who()))
                .orElseThrow(() -> new Problem(
                        Problem.Kind.UNAUTHENTICATED, "PAGE_CLOSED", "This page is not open here, or your session has ended: open it again from Fresnel."));
    }

    private boolean live(Principal who) {
        return sessions.get().map(book -> book.live(who)).orElse(true);
    }

    /**
     * Names below one parent are one site to browsers, so that cookies go along whichever of them asks: only a page itself may ask,
     * and whoever follows a link.
     */
    private void checkPage(Visit visit, String label) {
        Optional<String> from = visit.header().first("Origin");
        Optional<String> site = visit.header().first("Sec-Fetch-Site");
        boolean own = from.isPresent()
                ? Origin.parse(from.get()).equals(Origin.parse(origin.at(label)))
                : site.isPresent() ? OWN.contains(site.get()) || link(visit) : reads(visit) && visit.header().first("Upgrade").isEmpty();
        if (!own) {
            throw new Problem(Problem.Kind.FORBIDDEN, "ORIGIN_FOREIGN", "Another page may not ask for this one.");
        }
    }

    private static boolean reads(Visit visit) {
        return visit.method().equals("GET") || visit.method().equals("HEAD");
    }

    private static boolean link(Visit visit) {
        return reads(visit)
                && visit.header().first("Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
                && visit.header().first("Sec-Fetch-Dest").filter("document"::equals).isPresent();
    }

    /** Where the API server finds what a browser asks for: always below the proxy of this one target. */
    private static String target(Request request, Seat seat) {
        String proxy = seat.target().proxy();
        String path = PageManner.inner(String.valueOf(request.getHttpURI().getPath()), proxy);
        String plain = path.toLowerCase(Locale.ROOT).replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").replace('\\', '/');
        if (!path.startsWith("/") || UPWARDS.matcher(plain).matches()) {
            throw new Problem(Problem.Kind.MISSING, "PATH_AMBIGUOUS", "A path that leads upwards is not passed on.");
        }
        String query = request.getHttpURI().getQuery();
        return proxy + path + (query == null ? "" : "?" + query);
    }

    private void enter(Request request, Response response, Callback callback, String label, IntConsumer ended) {
        String query = String.valueOf(request.getHttpURI().getQuery());
        Seats.Entered entered = seats.use(query.startsWith(TICKET) ? query.substring(TICKET.length()) : "", label)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.FORBIDDEN, "TICKET_INVALID", "This address has been used, or is too old: open the page again from Fresnel."));
        Principal who = entered.seat().who();
        if (!live(who)) { // it ended between the ticket and now
            endSession(who);
            throw new Problem(Problem.Kind.UNAUTHENTICATED, "SESSION_ENDED", "Your session has ended: sign in again.");
        }
        Pages.Target target = entered.seat().target();
        audit.get().ifPresent(book -> book.write(new Audit.Line(
                who, "page.open", target.cluster(), target.proxy(), Audit.Result.OK, 303, Map.of("origin", origin.at(label)))));
        response.getHeaders().put("Location", origin.at(label) + entered.to());
        response.getHeaders().put("Set-Cookie", PageCookies.set(entered.key(), origin.secure()));
        say(request, response, callback, 303, "");
        ended.accept(303);
    }

    private static void say(Request request, Response response, Callback callback, int status, String text) {
        var headers = response.getHeaders();
        response.setStatus(status);
        headers.put("Content-Type", "text/plain; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (!request.consumeAvailable() && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            headers.put("Connection", "close"); // the rest of a body is still to come
        }
        byte[] body = (text.isEmpty() ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
        headers.put("Content-Length", body.length);
        response.write(true, request.getMethod().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }
}
