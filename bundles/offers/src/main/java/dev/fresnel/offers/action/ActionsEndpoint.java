package dev.fresnel.offers.action;

import dev.fresnel.api.action.Action;
import dev.fresnel.api.change.Plan;
import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import dev.fresnel.spi.audit.Audit;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import dev.fresnel.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final Duration DEADLINE = Duration.ofSeconds(5);

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

    /** A plan, as nothing but text. */
    private record Drawn(String id, List<Step> steps, boolean sequence) {}

    record Shown(String plan, String level, boolean sequence, List<Preview> changes) {}

    @Override
    public Response handle(RootRequest request) {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        Json asked = json.parse(request.body(), LARGEST);
        String name = request.pathParam("plugin") + "/" + request.pathParam("id");
        View view = views.view(request.principal(), cluster);
        String plan = asked.get("plan").text();
        if (readOnly && !plan.isEmpty()) {
            throw new Problem(Problem.Kind.FORBIDDEN, "READ_ONLY", "This server is read-only: nothing may be changed through it.");
        }
        var upstream = new Upstream(transport, json, request.principal(), cluster);
        Offered[] offered = new Offered[1];
        Drawn drawn = draw(request.pathParam("plugin"), request.pathParam("id"), view, asked, offered);
        if (plan.isEmpty()) {
            List<Preview> previews = drawn.steps().stream().map(step -> Preview.of(step, upstream, json.parse(new byte[] {'{', '}'}))).toList();
            return Response.json(new Shown(drawn.id(), offered[0].level().name().toLowerCase(java.util.Locale.ROOT), drawn.sequence(), previews))
                    .withHeader("Cache-Control", "no-store");
        }
        if (!plan.equals(drawn.id())) {
            throw new Problem(Problem.Kind.CONFLICT, "PLAN_CHANGED", "What would be done now is not what was shown: look at it again.");
        }
        return carryOut(name, upstream, drawn);
    }

    private Response carryOut(String name, Upstream upstream, Drawn drawn) {
        var application = new Application(upstream, name, this::write, json.parse(new byte[] {'{', '}'}));
        return Response.stream("application/x-ndjson", out -> {
            try {
                application.run(drawn.steps(), drawn.sequence(), told -> {
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

    /** Asks the action, on its lane; what it says is made text while its build is held. */
    private Drawn draw(String plugin, String id, View view, Json asked, Offered[] into) {
        try (Lease lease = board.lease(plugin).orElseThrow(() -> unknown(plugin, id))) {
            Generation generation = lease.generation();
            Extension<Action> extension = generation.extensions(Action.class).stream()
                    .filter(one -> one.text("fresnel.action.id").equals(id))
                    .findFirst()
                    .orElseThrow(() -> unknown(plugin, id));
            Offered offered = Offered.of(generation, extension);
            into[0] = offered;
            var picked = new Picked(objects(offered, view, asked), offered.form().fill(asked.get("input")), view);
            List<Step> steps = new ArrayList<>();
            boolean sequence = generation.lane().call(extension.value(), () -> {
                Plan plan = extension.value().plan(picked);
                plan.changes().forEach(change -> steps.add(Step.of(change, generation.json(), json).checked(view.cluster())));
                return plan.sequence();
            }, DEADLINE);
            steps.forEach(step -> granted(generation, step));
            return new Drawn(digest(steps, sequence), steps, sequence);
        }
    }

    private static List<KubeObject> objects(Offered offered, View view, Json asked) {
        String resource = asked.get("resource").text();
        if (!offered.suits(resource)) {
            throw new Problem(Problem.Kind.INVALID, "ACTION_KIND", offered.id() + " is not for " + resource + ".");
        }
        List<Json> named = asked.get("objects").items();
        if (named.isEmpty() || named.size() > offered.most()) {
            throw new Problem(Problem.Kind.INVALID, "ACTION_COUNT", "Name 1 to " + offered.most() + " objects.", Map.of("most", offered.most()), null);
        }
        Kind kind = known(view.kind(resource)).orElseThrow(() ->
                new Problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", "The cluster serves no " + resource + ".", Map.of("resource", resource), null));
        return named.stream().map(one -> object(view, kind, one)).toList();
    }

    private static KubeObject object(View view, Kind kind, Json named) {
        var ref = new ObjectRef(view.cluster(), kind, named.get("namespace").text(), named.get("name").text());
        KubeObject found = known(view.get(ref)).orElseThrow(() ->
                new Problem(Problem.Kind.MISSING, "ACTION_GONE", ref.name() + " is no longer there.", Map.of("name", ref.name()), null));
        String uid = named.get("uid").text();
        if (!uid.isEmpty() && !uid.equals(found.uid())) {
            throw new Problem(Problem.Kind.CONFLICT, "ACTION_REPLACED", ref.name() + " has been replaced by another of that name.", Map.of("name", ref.name()), null);
        }
        return found;
    }

    private static <T> T known(Answer<T> answer) {
        return switch (answer) {
            case Answer.Known<T> known -> known.value();
            case Answer.Forbidden<T> no -> throw new Problem(
                    Problem.Kind.FORBIDDEN, "ACTION_FORBIDDEN", "You may not " + no.verb() + " " + no.resource() + ".",
                    Map.of("verb", no.verb(), "resource", no.resource(), "namespace", no.namespace()), null);
            case Answer.Unreachable<T> down -> throw new Problem(Problem.Kind.CLUSTER_DOWN, "ACTION_UNREACHABLE", down.detail());
            case Answer.Loading<T> loading -> throw new Problem(Problem.Kind.UPSTREAM_TIMEOUT, "ACTION_UNREACHABLE", "The cluster does not answer yet.");
        };
    }

    /** A plugin changes only kinds that it asks for. */
    private static void granted(Generation generation, Step step) {
        List<String> asks = generation.descriptor().at("/asks/write").items().stream().map(Json::text).toList();
        if (!asks.contains("*") && !asks.contains(step.target().kind().id())) {
            throw new Problem(
                    Problem.Kind.FORBIDDEN, "ACTION_NOT_GRANTED",
                    "The plugin " + generation.plugin() + " does not ask for changing " + step.target().kind().id() + ".",
                    Map.of("plugin", generation.plugin(), "resource", step.target().kind().id()), null);
        }
    }

    private String digest(List<Step> steps, boolean sequence) {
        try {
            byte[] text = (steps.stream().map(step -> step.mark(json)).toList() + " " + sequence).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    private static Problem unknown(String plugin, String id) {
        return new Problem(
                Problem.Kind.MISSING, "ACTION_UNKNOWN", "There is no action " + id + " of a plugin " + plugin + ".", Map.of("plugin", plugin, "action", id), null);
    }
}
