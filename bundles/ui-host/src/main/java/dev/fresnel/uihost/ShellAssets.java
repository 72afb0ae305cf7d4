package dev.fresnel.uihost;

import dev.fresnel.api.http.Response;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GET /ui/s/{hash}/assets/…: files of the shell. */
@Component
@RootRoute(path = "/ui/s/{hash}/*", open = true)
public final class ShellAssets implements RootEndpoint {
    private final ShellFiles shell;

    @Activate
    public ShellAssets(@Reference ShellFiles shell) {
        this.shell = shell;
    }

    @Override
    public Response handle(RootRequest request) {
        var files = shell.get();
        return Optional.of(request.pathParam("hash"))
                .filter(files.hash()::equals)
                .map(hash -> files.assets().get(request.pathParam("*")))
                .orElseThrow(Assets::unknown)
                .answer(request);
    }
}
