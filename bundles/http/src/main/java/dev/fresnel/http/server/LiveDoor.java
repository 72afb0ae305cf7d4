package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.http.edge.Doors;
import dev.fresnel.http.edge.Visit;
import dev.fresnel.http.live.Hub;
import dev.fresnel.http.live.Tickets;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.principal.Authenticator;
import dev.fresnel.spi.principal.Principal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/**
 * The way in to the live protocol. A browser must come from our own page, with a ticket that this page asked for a moment ago;
 * any other program is judged by its credential alone.
 */
final class LiveDoor implements RootEndpoint {
    static final String PROTOCOL = "fresnel.v1";

    private final Parts parts;
    private final Hub hub;
    private final Doors doors;
    private final Tickets tickets;
    private final Refusals refusals;
    private final WebSocketMappings mappings;

    LiveDoor(Parts parts, Hub hub, Doors doors, Tickets tickets, WebSocketMappings mappings) {
        this.parts = parts;
        this.hub = hub;
        this.doors = doors;
        this.tickets = tickets;
        this.refusals = new Refusals(parts.codec());
        this.mappings = mappings;
    }

    /** {@code POST /api/v1/live/ticket}. */
    @Override
    public dev.fresnel.api.http.Response handle(RootRequest request) {
        return dev.fresnel.api.http.Response.json(Map.of("ticket", tickets.issue(request.principal())));
    }

    /** @return whether the connection became a WebSocket; else it has its answer */
    boolean enter(Visit visit, Exchange exchange, Outlet outlet, Response response, Callback callback) throws IOException {
        if (exchange.method() != Method.GET || !asksForWebSocket(exchange)) {
            outlet.send(refusals.upgradeNeeded(), parts.codec());
            return false;
        }
        Optional<Authenticator> authenticator = parts.authenticator();
        if (authenticator.isEmpty()) {
            outlet.send(refusals.starting("who checks who asks"), parts.codec());
            return false;
        }
        Principal principal = admit(visit, exchange, authenticator.get());
        hub.admit(principal);
        if (!offers(exchange)) {
            throw new Problem(Problem.Kind.INVALID, "SUBPROTOCOL_MISSING", "Ask for the subprotocol " + PROTOCOL + ".");
        }
        if (mappings.upgrade(new Negotiator(new JettyWire(hub, principal)), exchange.jetty(), response, callback, null)) {
            return true;
        }
        outlet.send(refusals.upgradeNeeded(), parts.codec());
        return false;
    }

    private Principal admit(Visit visit, Exchange exchange, Authenticator authenticator) {
        boolean page = !visit.bearer() && (visit.cookie() || browser(visit));
        Principal credential = FrontHandler.principal(authenticator, exchange, page);
        if (!page) {
            if (credential.door() == Principal.Door.NONE) {
                throw new Problem(Problem.Kind.UNAUTHENTICATED, "SIGN_IN", "Sign in first.");
            }
            return credential;
        }
        if (!doors.ownOrigin(visit)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "ORIGIN_FOREIGN", "A page opens this from its own server alone.");
        }
        return exchange.query("ticket")
                .flatMap(tickets::use)
                .filter(owner -> credential.door() == Principal.Door.NONE || owner.key().equals(credential.key()))
                .orElseThrow(() -> new Problem(
                        Problem.Kind.FORBIDDEN, "TICKET_INVALID", "A page needs a ticket that is its own, unused and at most 30 s old."));
    }

    private static boolean browser(Visit visit) {
        return visit.header().first("Origin").isPresent()
                || visit.header().first("Sec-Fetch-Site").isPresent()
                || visit.header().first("Sec-Fetch-Mode").isPresent();
    }

    private static boolean asksForWebSocket(Exchange exchange) {
        var headers = exchange.jetty().getHeaders();
        return headers.contains(HttpHeader.SEC_WEBSOCKET_VERSION);
    }

    private static boolean offers(Exchange exchange) {
        return exchange.jetty().getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, true).contains(PROTOCOL);
    }

    /** No extensions: compressing small frames would cost each client more memory than all its channels. */
    private record Negotiator(JettyWire wire) implements WebSocketNegotiator {
        @Override
        public JettyWire negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            response.setExtensions(List.of());
            response.setAcceptedSubProtocol(PROTOCOL);
            return wire;
        }
    }
}
