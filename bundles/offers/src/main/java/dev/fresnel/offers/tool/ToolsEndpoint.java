package dev.fresnel.offers.tool;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.tool.Tool;
import dev.fresnel.api.tool.ToolCall;
import dev.fresnel.spi.form.Field;
import dev.fresnel.spi.form.Form;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.switchboard.Extension;
import dev.fresnel.spi.switchboard.Generation;
import dev.fresnel.spi.switchboard.Lease;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/tools}: all tools; {@code POST /api/v1/tools/{plugin}/{id}?cluster=ID} asks one. */
@Component
@RootRoute(method = Method.ANY, path = {"/api/v1/tools", "/api/v1/tools/{plugin}/{id}"})
public final class ToolsEndpoint implements RootEndpoint {
    private static final int LARGEST = 256 * 1024;

    private final Switchboard board;
    private final Views views;
    private final JsonCodec json;

    @Activate
    public ToolsEndpoint(@Reference Switchboard board, @Reference Views views, @Reference JsonCodec json) {
        this.board = board;
        this.views = views;
        this.json = json;
    }

    record Shown(String plugin, String id, String description, List<Map<String, Object>> fields) {}

    record All(List<Shown> tools) {}

    @Override
    public Response handle(RootRequest request) throws Exception {
        boolean one = request.path().length() > "/api/v1/tools".length();
        if (one && request.method() == Method.POST) {
            return ask(request);
        }
        if (one || request.method() != Method.GET && request.method() != Method.HEAD) {
            return Response.status(405).withHeader("Allow", one ? "POST" : "GET");
        }
        return Response.json(new All(new TreeMap<>(board.table().serving()).values().stream().flatMap(generation -> shown(generation).stream()).toList()));
    }

    private static List<Shown> shown(Generation generation) {
        return generation.extensions(Tool.class).stream()
                .map(tool -> new Shown(
                        generation.plugin(), tool.text("fresnel.tool.id"), tool.text("fresnel.tool.description"),
                        form(generation, tool).fields().stream().map(Field::shape).toList()))
                .toList();
    }

    private Response ask(RootRequest request) throws Exception {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        CallersView view = views.view(request.principal(), cluster);
        try (Lease lease = board.lease(request.pathParam("plugin")).orElseThrow(() -> unknown(request))) {
            Generation generation = lease.generation();
            Extension<Tool> tool = generation.extensions(Tool.class).stream()
                    .filter(one -> one.text("fresnel.tool.id").equals(request.pathParam("id")))
                    .findFirst()
                    .orElseThrow(() -> unknown(request));
            Map<String, Object> values = form(generation, tool).fill(json.parse(request.body(), LARGEST));
            var call = new ToolCall() {
                @Override
                public <T> T input(Class<T> type) {
                    return Form.make(type, values);
                }
            };
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(tool.value().getClass().getClassLoader());
            try {
                byte[] answer = generation.json().write(tool.value().call(call, view));
                return Response.bytes("application/json", answer).withHeader("Cache-Control", "no-store");
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    private static Form form(Generation generation, Extension<Tool> tool) {
        for (Json one : generation.descriptor().get("tools").items()) {
            if (one.get("id").text().equals(tool.text("fresnel.tool.id"))) {
                return Form.of(one.get("fields"));
            }
        }
        String input = tool.text("fresnel.tool.input");
        if (input.isEmpty() || input.equals("void")) {
            return Form.NONE;
        }
        try {
            return Form.of(tool.value().getClass().getClassLoader().loadClass(input));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem unknown(RootRequest request) {
        return new Problem(
                Problem.Kind.MISSING, "TOOL_UNKNOWN", "There is no tool " + request.pathParam("id") + " of a plugin " + request.pathParam("plugin") + ".");
    }
}
