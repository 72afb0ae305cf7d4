package dev.fresnel.access.audit;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.principal.Permissions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/audit}: who did what, newest first. */
@Component
@RootRoute(path = "/api/v1/audit")
public final class AuditEndpoint implements RootEndpoint {
    /** Reading everything for a wish that hardly anything fits would take long; the page asks for more. */
    private static final int LOOKED_AT = 50_000;

    /** @param next for {@code before} of the following page; absent at the end */
    record Page(List<Json> lines, Optional<Long> next) {}

    private final AuditTrail trail;
    private final Permissions permissions;

    @Activate
    public AuditEndpoint(@Reference AuditTrail trail, @Reference Permissions permissions) {
        this.trail = trail;
        this.permissions = permissions;
    }

    @Override
    public Response handle(RootRequest request) throws IOException {
        permissions.require(request.principal(), "get", Permissions.AUDIT);
        var wish = Wish.of(request);
        AuditFile file = trail.file()
                .orElseThrow(() -> new Problem(Problem.Kind.MISSING, "AUDIT_ELSEWHERE", "The audit is not kept here: it goes to standard output, or nowhere."));
        return Response.json(page(file, wish));
    }

    private Page page(AuditFile file, Wish wish) throws IOException {
        var found = new ArrayList<Json>();
        long last = wish.before();
        int looked = 0;
        for (Path one : file.files()) {
            try (var lines = new BackwardLines(one)) {
                for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                    Optional<Json> json = parsed(line.get());
                    long number = json.map(value -> value.get("n").number(0)).orElse(Long.MAX_VALUE);
                    if (number >= last) {
                        continue; // unreadable, or of a page before; rotation may show a line twice
                    }
                    last = number;
                    if (wish.fits(json.orElseThrow())) {
                        found.add(json.orElseThrow());
                    }
                    if (found.size() >= wish.limit() || ++looked >= LOOKED_AT) {
                        return new Page(found, last > 1 ? Optional.of(last) : Optional.empty());
                    }
                }
            } catch (NoSuchFileException e) {
                // has just become another
            }
        }
        return new Page(found, Optional.empty());
    }

    private Optional<Json> parsed(byte[] line) {
        try {
            return Optional.of(trail.codec().parse(line)).filter(json -> json.get("n").number(0) > 0);
        } catch (Problem broken) {
            return Optional.empty();
        }
    }
}
