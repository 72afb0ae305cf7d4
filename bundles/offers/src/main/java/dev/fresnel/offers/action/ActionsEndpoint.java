package dev.fresnel.offers.action;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * {@code POST /api/v1/actions/{plugin}/{id}?cluster=ID}: without {@code plan} a preview; with the {@code plan} that a preview gave it is
 * carried out, and each result is a line of JSON as it comes.
 */
@Component
@RootRoute(method = Method.POST, path = "/api/v1/actions/{plugin}/{id}")
public final class ActionsEndpoint implements RootEndpoint {
    private static final int LARGEST = 4 << 20;
    private static final Duration OLDEST = Duration.ofHours(1);

    private final Switchboard board;
    private final Views views;
    private final Transport transport;
    private final JsonCodec json;
    private final boolean readOnly;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Audit audit;

    @Activate
    public ActionsEndpoint(
            BundleContext context, @Reference Switchboard board, @Reference Views views, @Reference Transport transport, @Reference JsonCodec json) {
        this(board, views, transport, json, "true".equalsIgnoreCase(context.getProperty("fresnel.read-only")));
    }

    ActionsEndpoint(Switchboard board, Views views, Transport transport, JsonCodec json, boolean readOnly) {
        this.board = board;
        this.views = views;
        this.transport = transport;
        this.json = json;
        this.readOnly = readOnly;
    }

    record Shown(String plan, long at, String level, boolean sequence, List<Preview> changes, List<String> commands, List<Message> notes) {}

    @Override
    public Response handle(RootRequest request) {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        Json asked = json.parse(request.body(), LARGEST);
        String plan = asked.get("plan").text();
        if (readOnly && !plan.isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "READ_ONLY", "This server is read-only: nothing may be changed through it.");
        }
        View view = views.view(request.principal(), cluster);
        var drawing = new Drawing(board, json, request.pathParam("plugin"), request.pathParam("id"), view, asked);
        if (asked.get("suggest").flag()) {
            return Response.json(drawing.suggestion()).withHeader("Cache-Control", "no-store");
        }
        var upstream = new Upstream(transport, json, request.principal(), cluster);
        Instant at = moment(asked, plan);
        Drawn drawn = drawing.draw(at);
        if (plan.isEmpty()) {
            return preview(drawing, drawn, at, upstream);
        }
        if (!plan.equals(drawn.id())) {
            throw changed();
        }
        return carryOut(request.pathParam("plugin") + "/" + request.pathParam("id"), upstream, drawn);
    }

    /** Of a preview it is now; what is carried out says when it was looked at. */
    private static Instant moment(Json asked, String plan) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (plan.isEmpty() || !asked.get("at").present()) {
            return now;
        }
        Instant then = Instant.ofEpochMilli(asked.get("at").number(0));
        if (then.isAfter(now.plusSeconds(60)) || then.isBefore(now.minus(OLDEST))) {
            throw changed();
        }
        return then;
    }

    private static Problem changed() {
        return new Problem(Problem.Kind.CONFLICT, "PLAN_CHANGED", "What would be done now is not what was shown: look at it again.");
    }

    private Response preview(Drawing drawing, Drawn drawn, Instant at, Upstream upstream) {
        Json nothing = json.parse(new byte[] {'{', '}'});
        List<Preview> previews = Together.each(drawn.steps(), step -> Preview.of(step, upstream, nothing));
        String level = drawing.offered().level().name().toLowerCase(Locale.ROOT);
        return Response.json(new Shown(drawn.id(), at.toEpochMilli(), level, drawn.sequence(), previews, drawn.commands(), drawn.notes()))
                .withHeader("Cache-Control", "no-store");
    }

    private Response carryOut(String name, Upstream upstream, Drawn drawn) {
        var application = new Application(upstream, name, this::write, json.parse(new byte[] {'{', '}'}));
        return Response.stream("application/x-ndjson", out -> {
            try {
                application.run(drawn, told -> {
                    try {
                        out.write(json.write(told));
                        out.write('\n');
                        out.flush();
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone); // nobody listens: nothing more is done
                    }
                });
            } catch (UncheckedIOException gone) {
                throw gone.getCause();
            }
        }).withHeader("Cache-Control", "no-store");
    }

    private void write(Audit.Line line) {
        Audit lines = audit;
        if (lines != null) {
            lines.write(line);
        }
    }
}
