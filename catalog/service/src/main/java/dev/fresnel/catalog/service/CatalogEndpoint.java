package dev.fresnel.catalog.service;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.catalog.service.bundle.Refused;
import dev.fresnel.catalog.service.offer.Shelves;
import dev.fresnel.catalog.service.offer.Uploads;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** /api/v1/catalog/…: §6 of the interfaces page. What changes something, or shows where plugins come from, needs the right to. */
@Component(service = RootEndpoint.class)
@RootRoute(method = Method.ANY, path = {"/api/v1/catalog", "/api/v1/catalog/*"})
public final class CatalogEndpoint implements RootEndpoint {
    private static final int BODY = 64 * 1024;
    private static final int EVENTS = 100;

    private final Catalog catalog;
    private final JsonCodec json;
    private final Permissions permissions;
    private final Audit audit;

    @Activate
    public CatalogEndpoint(@Reference Catalog catalog, @Reference JsonCodec json, @Reference Permissions permissions, @Reference Audit audit) {
        this.catalog = catalog;
        this.json = json;
        this.permissions = permissions;
        this.audit = audit;
    }

    @Override
    public Response handle(RootRequest request) throws Exception {
        String path = request.path().replaceFirst("^/api/v1/catalog/?", "");
        String[] parts = path.isEmpty() ? new String[0] : path.split("/");
        boolean reads = request.method() == Method.GET || request.method() == Method.HEAD;
        if (parts.length == 0 && reads) {
            return answer(new Choices(catalog.shop()).items(request.query("q")));
        }
        boolean entry = parts.length == 1 && reads && !List.of("operations", "history", "sources", "settings", "plans", "upload", "refresh").contains(parts[0]);
        if (entry) {
            return answer(new Choices(catalog.shop()).item(parts[0], true).orElseThrow(() -> missing("PLUGIN_UNKNOWN", "Nobody knows a plugin " + parts[0] + ".")));
        }
        permissions.require(request.principal(), "update", Permissions.PLUGINS);
        return switch (request.method() + " " + (parts.length == 0 ? "" : parts[0]) + (parts.length > 1 ? "/*" : "") + (parts.length > 2 ? "/" + parts[2] : "")) {
            case "GET operations" -> answer(Map.of("operations", catalog.desk().operations().all()));
            case "GET operations/*" -> answer(catalog.desk().operations().find(parts[1]).orElseThrow(() -> missing("OPERATION_UNKNOWN", "There is no operation " + parts[1] + ".")));
            case "GET history" -> answer(Map.of("events", new History(catalog.ledger().journal().marks()).events(limit(request))));
            case "GET sources" -> answer(Map.of("sources", catalog.shop().sources()));
            case "PUT sources" -> putSources(request);
            case "GET settings" -> answer(catalog.shop().rules());
            case "PUT settings" -> putSettings(request);
            case "POST refresh" -> refresh();
            case "POST plans" -> propose(request);
            case "GET plans/*" -> answer(catalog.proposals().find(request.principal(), parts[1]).view());
            case "POST plans/*/apply" -> apply(request, parts[1]);
            case "POST upload" -> upload(request);
            default -> throw missing("ROUTE_UNKNOWN", "There is nothing at " + request.method() + " " + request.path() + ".");
        };
    }

    private static Response answer(Object value) {
        return Response.json(value).withHeader("Cache-Control", "no-store");
    }

    private static Problem missing(String code, String text) {
        return new Problem(Problem.Kind.MISSING, code, text);
    }

    private static int limit(RootRequest request) {
        try {
            return Math.clamp(Integer.parseInt(request.query("limit").orElse(String.valueOf(EVENTS))), 1, 1_000);
        } catch (NumberFormatException e) {
            throw new Problem(Problem.Kind.INVALID, "LIMIT_INVALID", "limit is no number.");
        }
    }

    private <T> T body(RootRequest request, Class<T> type) {
        Json text = json.parse(request.body(), BODY);
        if (text.type() != Json.Type.OBJECT) {
            throw new Problem(Problem.Kind.INVALID, "BODY_INVALID", "The body is no JSON object.");
        }
        return json.read(text, type);
    }

    /** Bodies of requests. */
    record Wishes(List<Proposals.Wish> changes) {}

    record Consent(List<String> consent) {}

    record Sources(List<Shelves.Wanted> sources) {}

    private static <T> List<T> list(List<T> members, String name) {
        if (members == null) {
            throw new Problem(Problem.Kind.INVALID, "BODY_INVALID", "The body has no list \"" + name + "\".");
        }
        return members;
    }

    private Response propose(RootRequest request) {
        return answer(catalog.proposals().propose(request.principal(), list(body(request, Wishes.class).changes(), "changes"), "asked")).withStatus(201);
    }

    private Response apply(RootRequest request, String plan) {
        List<String> consent = body(request, Consent.class).consent();
        String operation = catalog.apply(request.principal(), plan, consent == null ? List.of() : consent);
        return answer(catalog.desk().operations().find(operation).orElseThrow()).withStatus(202);
    }

    private Response upload(RootRequest request) throws IOException {
        String name = request.query("name").orElse("upload.jar").replaceAll("[^A-Za-z0-9._-]", "_");
        try {
            Uploads.Arrived arrived = catalog.shop().uploads().take(request.body(), name);
            audit.write(new Audit.Line(request.principal(), "plugin.upload", "", arrived.passport().id(), Audit.Result.OK, 201, Map.of("digest", arrived.digest(), "name", name)));
            return answer(new Choices(catalog.shop()).item(arrived.passport().id(), true).orElseThrow()).withStatus(201);
        } catch (Refused e) {
            audit.write(new Audit.Line(request.principal(), "plugin.upload", "", name, Audit.Result.REFUSED, 409, Map.of("reasons", String.join("; ", e.reasons()))));
            throw new Problem(Problem.Kind.CONFLICT, "BUNDLE_REFUSED", name + " " + String.join("; ", e.reasons()) + ".", Map.of("reasons", e.reasons()), e);
        }
    }

    private Response putSources(RootRequest request) {
        List<Shelves.Wanted> wanted = list(body(request, Sources.class).sources(), "sources");
        catalog.shop().shelves().replace(wanted);
        audit.write(new Audit.Line(request.principal(), "plugin.sources", "", "", Audit.Result.OK, 200, Map.of("sources", String.join(", ", wanted.stream().map(Shelves.Wanted::name).toList()))));
        catalog.refresh();
        return answer(Map.of("sources", catalog.shop().sources()));
    }

    private Response putSettings(RootRequest request) {
        Shop.Rules wanted = body(request, Shop.Rules.class);
        catalog.shop().rules(wanted);
        audit.write(new Audit.Line(request.principal(), "plugin.settings", "", "", Audit.Result.OK, 200, Map.of("policy", wanted.policy(), "checkEvery", wanted.checkEvery())));
        return answer(catalog.shop().rules());
    }

    private Response refresh() {
        catalog.refresh();
        return Response.status(202);
    }
}
