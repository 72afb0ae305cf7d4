package dev.fresnel.http.server;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.http.route.Router;
import java.util.stream.Stream;

/** What is said where nothing answers: to a person who came with a browser by the page, which has words and ways on, to programs by a problem. */
final class Nowhere {
    private static final String PAGE = "/";

    private final Routes routes;
    private final Refusals refusals;

    Nowhere(Routes routes, Refusals refusals) {
        this.routes = routes;
        this.refusals = refusals;
    }

    Response answer(Exchange exchange) throws Exception {
        if (isPerson(exchange) && routes.router().find(Method.GET, PAGE) instanceof Router.Found<Routes.Target>(var page, var none) && page.open()) {
            Response shown = page.endpoint().handle(exchange);
            return new Response(404, shown.headers(), shown.body());
        }
        return refusals.unknown(exchange.path());
    }

    private static boolean isPerson(Exchange exchange) {
        boolean reads = exchange.method() == Method.GET || exchange.method() == Method.HEAD;
        return reads
                && exchange.header("Accept").filter(accepted -> accepted.contains("text/html")).isPresent()
                && Stream.of("/api/", "/k8s/", "/auth/").noneMatch(exchange.rawPath()::startsWith);
    }
}
