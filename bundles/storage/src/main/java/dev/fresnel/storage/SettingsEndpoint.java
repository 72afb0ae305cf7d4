package dev.fresnel.storage;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.settings.Scope;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.form.Field;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.switchboard.Switchboard;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code /api/v1/settings}: forms and values of all plugins' settings; {@code PUT /api/v1/settings/{plugin}/{id}} changes one. */
@Component
@RootRoute(method = Method.ANY, path = {"/api/v1/settings", "/api/v1/settings/{plugin}/{id}"})
public final class SettingsEndpoint implements RootEndpoint {
    private static final int LARGEST = 256 * 1024;

    private final Switchboard board;
    private final Kept kept;
    private final JsonCodec json;
    private final Json nothing;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Permissions permissions;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Audit audit;

    @Activate
    public SettingsEndpoint(@Reference Switchboard board, @Reference Kept kept, @Reference JsonCodec json) {
        this.board = board;
        this.kept = kept;
        this.json = json;
        this.nothing = json.parse("{}".getBytes(StandardCharsets.US_ASCII));
    }

    /** One kind of settings, its form and its values. */
    record Shown(String plugin, String id, String title, String scope, int schema, boolean editable, List<Map<String, Object>> fields, Map<String, Object> values) {}

    record All(List<Shown> settings) {}

    @Override
    public Response handle(RootRequest request) {
        boolean one = request.path().length() > "/api/v1/settings".length();
        if (one && request.method() == Method.PUT) {
            return put(request);
        }
        if (one || request.method() != Method.GET && request.method() != Method.HEAD) {
            return Response.status(405).withHeader("Allow", one ? "PUT" : "GET");
        }
        List<Shown> all = board.table().serving().values().stream()
                .flatMap(generation -> SettingsOf.all(generation).stream())
                .filter(settings -> settings.scope() != Scope.CLUSTER || request.cluster().isPresent())
                .map(settings -> shown(settings, request))
                .sorted((a, b) -> (a.plugin() + "/" + a.id()).compareTo(b.plugin() + "/" + b.id()))
                .toList();
        return Response.json(new All(all)).withHeader("Cache-Control", "no-store");
    }

    private Shown shown(SettingsOf settings, RootRequest request) {
        Json values = kept.values(place(settings, request), settings.schema()).orElse(nothing);
        return new Shown(
                settings.plugin(), settings.id(), settings.title(), settings.scope().name().toLowerCase(Locale.ROOT), settings.schema(),
                settings.scope() == Scope.USER || mayChange(request.principal()), settings.form().fields().stream().map(Field::shape).toList(),
                settings.form().mend(values));
    }

    private static Kept.Place place(SettingsOf settings, RootRequest request) {
        return new Kept.Place(settings.plugin(), settings.id(), PluginSettings.key(settings.scope(), request.cluster().orElse(""), request.principal()));
    }

    private boolean mayChange(Principal principal) {
        Permissions asked = permissions;
        return asked == null ? principal.door() != Principal.Door.BEARER : asked.may(principal, "update", Permissions.PLUGINS);
    }

    private Response put(RootRequest request) {
        SettingsOf settings = find(request.pathParam("plugin"), request.pathParam("id"));
        if (settings.scope() == Scope.CLUSTER && request.cluster().isEmpty()) {
            throw new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "These settings are of a cluster: name it with ?cluster=.");
        }
        if (settings.scope() != Scope.USER && !mayChange(request.principal())) {
            write(request, settings, Audit.Result.REFUSED, 403);
            throw new Problem(Problem.Kind.FORBIDDEN, "SETTINGS_FORBIDDEN", "Changing settings of the installation needs the right to update plugins.fresnel.dev.");
        }
        Map<String, Object> values = settings.form().fill(json.parse(request.body(), LARGEST));
        Kept.Place place = place(settings, request);
        kept.write(place, settings.schema(), values);
        kept.point(place, settings.schema());
        write(request, settings, Audit.Result.OK, 204);
        return Response.status(204);
    }

    private void write(RootRequest request, SettingsOf settings, Audit.Result result, int status) {
        Audit lines = audit;
        if (lines != null) {
            lines.write(new Audit.Line(
                    request.principal(), "settings.update", request.cluster().orElse(""), settings.plugin() + "/" + settings.id(), result, status, Map.of()));
        }
    }

    private SettingsOf find(String plugin, String id) {
        return Optional.ofNullable(board.table().serving().get(plugin)).stream()
                .flatMap(generation -> SettingsOf.all(generation).stream())
                .filter(settings -> settings.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.MISSING, "SETTINGS_UNKNOWN", "There are no settings " + id + " of a plugin " + plugin + "."));
    }
}
