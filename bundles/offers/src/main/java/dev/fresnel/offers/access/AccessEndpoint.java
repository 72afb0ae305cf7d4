package dev.fresnel.offers.access;

import dev.fresnel.api.http.Method;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.json.Json;
import dev.fresnel.api.json.JsonCodec;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.spi.condition.When;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code POST /api/v1/access?cluster=ID} {@code {"conditions":["can:list:pods"],"namespaces":["a"]}}: which conditions hold for the caller. */
@Component
@RootRoute(method = Method.POST, path = "/api/v1/access")
public final class AccessEndpoint implements RootEndpoint {
    private static final int LARGEST = 256 * 1024;
    private static final int MOST = 1000;
    private static final int NAMESPACES = 20;

    private final Judge judge;
    private final JsonCodec json;

    @Activate
    public AccessEndpoint(@Reference Judge judge, @Reference JsonCodec json) {
        this.judge = judge;
        this.json = json;
    }

    record Verdicts(Map<String, Boolean> holds) {}

    @Override
    public Response handle(RootRequest request) {
        Json asked = json.parse(request.body(), LARGEST);
        List<String> conditions = asked.get("conditions").items().stream().map(Json::text).distinct().toList();
        List<String> namespaces = asked.get("namespaces").items().stream().map(Json::text).distinct().limit(NAMESPACES).toList();
        if (conditions.size() > MOST) {
            throw new Problem(Problem.Kind.INVALID, "ACCESS_TOO_MANY", "At most " + MOST + " conditions are judged at once.");
        }
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        Map<String, When> read = new HashMap<>();
        Set<When.Term> terms = new HashSet<>();
        for (String condition : conditions) {
            When when = parse(condition);
            read.put(condition, when);
            terms.addAll(when.terms());
        }
        Map<When.Term, Boolean> verdicts = judge.judge(new Judge.Place(request.principal(), cluster, namespaces), terms);
        Map<String, Boolean> holds = new HashMap<>();
        read.forEach((condition, when) -> holds.put(condition, when.test(term -> verdicts.getOrDefault(term, false))));
        return Response.json(new Verdicts(holds)).withHeader("Cache-Control", "no-store");
    }

    private static When parse(String condition) {
        try {
            return When.parse(condition);
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.INVALID, "CONDITION_UNREADABLE", String.valueOf(e.getMessage()), Map.of("condition", condition), e);
        }
    }
}
