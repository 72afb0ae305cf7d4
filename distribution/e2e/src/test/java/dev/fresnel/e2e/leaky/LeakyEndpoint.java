package dev.fresnel.e2e.leaky;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import java.util.Properties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Puts an object of its own where the process keeps it. */
@Component(service = Endpoint.class)
@Route(path = "/hello")
public final class LeakyEndpoint implements Endpoint {
    /** What keeps the class loader. */
    public static final String KEY = "leaky";

    @Activate
    public LeakyEndpoint() {
        Properties properties = System.getProperties();
        properties.put(KEY, this);
    }

    @Override
    public Response handle(Request request) {
        return Response.text("hello");
    }
}
