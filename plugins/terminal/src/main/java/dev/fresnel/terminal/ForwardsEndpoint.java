package dev.fresnel.terminal;

import static dev.fresnel.api.http.Method.POST;

import dev.fresnel.api.http.Endpoint;
import dev.fresnel.api.http.Request;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.http.Route;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.stream.ForwardWanted;
import dev.fresnel.api.stream.Forwards;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** POST /api/v1/plugins/terminal/forwards?cluster=ID: {@code start}, {@code stop}, {@code restart}, {@code remove} as the body's {@code do} says. */
@Component
@Route(method = POST, path = "/forwards")
public final class ForwardsEndpoint implements Endpoint {
    private static final int LARGEST = 16 << 10;

    private final Forwards forwards;
    private final KeptForwards kept;
    private final JsonCodec json;

    @Activate
    public ForwardsEndpoint(@Reference Forwards forwards, @Reference KeptForwards kept, @Reference JsonCodec json) {
        this.forwards = forwards;
        this.kept = kept;
        this.json = json;
    }

    @Override
    public Response handle(Request request) {
        View view = request.view();
        Json said = json.parse(request.body(), LARGEST);
        String id = said.get("id").text();
        return switch (said.get("do").text()) {
            case "start" -> Response.json(start(view, wanted(view, said)));
            case "stop" -> Response.json(KeptForwards.isKept(id) ? kept(view, id) : ForwardsChannels.shown(forwards.stop(view, id)));
            case "restart" -> Response.json(KeptForwards.isKept(id) ? start(view, wanted(view, kept(view, id))) : ForwardsChannels.shown(forwards.restart(view, id)));
            case "remove" -> {
                remove(view, id);
                yield Response.json(Map.of());
            }
            default -> throw invalid("do");
        };
    }

    private Map<String, Object> start(View view, ForwardWanted wanted) {
        Map<String, Object> begun = ForwardsChannels.shown(forwards.start(view, wanted));
        kept.keep(begun);
        return begun;
    }

    /** One of a former run; those too are the local user's alone. */
    private Map<String, Object> kept(View view, String id) {
        if (!forwards.allowed(view)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "LOCAL_USER_ONLY", "Only the local user of a desktop has ports of this machine.");
        }
        return kept.find(id);
    }

    private void remove(View view, String id) {
        if (KeptForwards.isKept(id)) {
            kept.forget(kept(view, id));
            return;
        }
        var gone = forwards.list(view).stream().filter(one -> one.id().equals(id)).map(ForwardsChannels::shown).toList();
        forwards.remove(view, id);
        gone.forEach(kept::forget);
    }

    private static ForwardWanted wanted(View view, Map<String, Object> shown) {
        String resource = String.valueOf(shown.get("resource"));
        Kind kind = resource.equals("pods") ? Kind.POD : kind(view, resource);
        var target = new ObjectRef(view.cluster(), kind, String.valueOf(shown.get("namespace")), String.valueOf(shown.get("name")));
        return new ForwardWanted(target, String.valueOf(shown.get("port")), ((Number) shown.get("localPort")).intValue());
    }

    private static ForwardWanted wanted(View view, Json said) {
        String resource = said.get("resource").text();
        Kind kind = resource.equals("pods") ? Kind.POD : kind(view, resource);
        if (said.get("port").text().isEmpty() || said.get("name").text().isEmpty() || said.get("namespace").text().isEmpty()) {
            throw invalid("port");
        }
        var target = new ObjectRef(view.cluster(), kind, said.get("namespace").text(), said.get("name").text());
        return new ForwardWanted(target, said.get("port").text(), (int) said.get("localPort").number(0));
    }

    private static Kind kind(View view, String resource) {
        Optional<Kind> known = view.kind(resource) instanceof Answer.Known<Optional<Kind>> answer ? answer.value() : Optional.empty();
        return known.orElseThrow(() -> invalid("resource"));
    }

    private static Problem invalid(String name) {
        return new Problem(Problem.Kind.INVALID, "TERMINAL_INVALID", name + " is missing or unknown.", Map.of("name", name), null);
    }
}
