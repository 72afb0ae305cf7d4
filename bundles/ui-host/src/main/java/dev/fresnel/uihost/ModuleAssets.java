package dev.fresnel.uihost;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GET /ui/m/{plugin}/{hash}/…: files of a plugin's UI module. */
@Component
@RootRoute(path = "/ui/m/{plugin}/{hash}/*", open = true)
public final class ModuleAssets implements RootEndpoint {
    private final Modules modules;

    @Activate
    public ModuleAssets(@Reference Modules modules) {
        this.modules = modules;
    }

    @Override
    public Response handle(RootRequest request) {
        return modules.assets()
                .find(request.pathParam("plugin"), request.pathParam("hash"), request.pathParam("*"))
                .orElseThrow(Assets::unknown)
                .answer(request);
    }
}
