package dev.fresnel.live;

import dev.fresnel.api.http.Response;
import dev.fresnel.live.search.SearchOnce;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/search?q=…}: one search, answered once. */
@Component(service = RootEndpoint.class)
@RootRoute(path = "/api/v1/search")
public final class SearchEndpoint implements RootEndpoint {
    private final LiveStore store;

    @Activate
    public SearchEndpoint(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Response handle(RootRequest request) throws InterruptedException {
        var once = new SearchOnce(store.search(), request.principal(), request.query("q").orElse(""),
                request.queryAll("cluster"), request.queryAll("kind"), request.query("limit").orElse(""));
        return Response.bytes("application/json", once.answer());
    }
}
