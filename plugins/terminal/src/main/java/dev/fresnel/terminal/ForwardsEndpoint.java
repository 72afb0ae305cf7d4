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
    private final JsonCodec json;

    @Activate
    public ForwardsEndpoint(@Reference Forwards forwards, @Reference JsonCodec json) {
        this.forwards = forwards;
        this.json = json;
    }

    @Override
    public Response handle(Request request) {
        View view = request.view();
        Json said = json.parse(request.body(), LARGEST);
        String id = said.get("id").text();
        return switch (said.get("do").text()) {
            case "start" -> Response.json(ForwardsChannels.shown(forwards.start(view, wanted(view, said))));
            case "stop" -> Response.json(ForwardsChannels.shown(forwards.stop(view, id)));
            case "restart" -> Response.json(ForwardsChannels.shown(forwards.restart(view, id)));
            case "remove" -> {
                forwards.remove(view, id);
                yield Response.json(Map.of());
            }
            default -> throw invalid("do");
        };
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
