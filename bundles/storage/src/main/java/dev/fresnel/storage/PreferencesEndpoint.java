package dev.fresnel.storage;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Scope;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * {@code /api/v1/preferences}: what a person chose in the page, and what an admin set for all who chose nothing. The page alone knows
 * what the members mean.
 */
@Component
@RootRoute(method = Method.ANY, path = {PreferencesEndpoint.PATH, PreferencesEndpoint.PATH + "/defaults"})
public final class PreferencesEndpoint implements RootEndpoint {
    static final String PATH = "/api/v1/preferences";
    static final int LARGEST = 64 * 1024;

    private final Cabinet cabinet;
    private final JsonCodec json;
    private final Json nothing;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Permissions permissions;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Audit audit;

    @Activate
    public PreferencesEndpoint(@Reference Cabinet cabinet, @Reference JsonCodec json) {
        this.cabinet = cabinet;
        this.json = json;
        this.nothing = json.parse("{}".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Response handle(RootRequest request) {
        boolean defaults = request.path().length() > PATH.length();
        if (request.method() == Method.PUT) {
            return defaults ? putDefaults(request) : put(request, mine(request.principal()));
        }
        if (defaults || request.method() != Method.GET && request.method() != Method.HEAD) {
            return Response.status(405).withHeader("Allow", defaults ? "PUT" : "GET, PUT");
        }
        Map<String, Object> shown = Map.of(
                "mine", read(mine(request.principal())), "defaults", read(everybodys()), "mayDefault", mayChange(request.principal()));
        return Response.json(shown).withHeader("Cache-Control", "no-store");
    }

    private Path mine(Principal principal) {
        return cabinet.path("preferences", PluginSettings.key(Scope.USER, "", principal) + ".json");
    }

    private Path everybodys() {
        return cabinet.path("preferences", "defaults.json");
    }

    private Json read(Path file) {
        return cabinet.read(file).map(json::parse).orElse(nothing);
    }

    private boolean mayChange(Principal principal) {
        Permissions asked = permissions;
        return asked == null ? principal.door() == Principal.Door.LOCAL : asked.may(principal, "update", Permissions.PLUGINS);
    }

    private Response putDefaults(RootRequest request) {
        if (!mayChange(request.principal())) {
            write(request, Audit.Result.REFUSED, 403);
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "PREFERENCES_FORBIDDEN", "Setting what is usual for everybody needs the right to update plugins.fresnel.dev.");
        }
        Response done = put(request, everybodys());
        write(request, Audit.Result.OK, 204);
        return done;
    }

    private Response put(RootRequest request, Path file) {
        Json given = json.parse(request.body(), LARGEST);
        if (given.type() != Json.Type.OBJECT) {
            throw new Problem(Problem.Kind.INVALID, "PREFERENCES_UNFIT", "Preferences are a JSON object.");
        }
        cabinet.write(file, json.write(given));
        return Response.status(204);
    }

    private void write(RootRequest request, Audit.Result result, int status) {
        Audit lines = audit;
        if (lines != null) {
            lines.write(new Audit.Line(request.principal(), "preferences.defaults", "", "", result, status, Map.of()));
        }
    }
}
