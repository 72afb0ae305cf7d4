package dev.fresnel.offers.action;

import dev.fresnel.api.http.Response;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.view.Answer;
import dev.fresnel.offers.access.Judge;
import dev.fresnel.spi.condition.When;
import dev.fresnel.spi.form.Field;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.live.Rights.Right;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /api/v1/actions?cluster=ID&resource=pods&namespace=a}: actions for a kind there, and which right of the caller is missing. */
@Component
@RootRoute(path = "/api/v1/actions")
public final class ActionListEndpoint implements RootEndpoint {
    private final Switchboard board;
    private final Rights rights;
    private final Judge judge;

    @Activate
    public ActionListEndpoint(@Reference Switchboard board, @Reference Rights rights, @Reference Judge judge) {
        this.board = board;
        this.rights = rights;
        this.judge = judge;
    }

    /** {@code Action} of the interfaces page. */
    record Shown(
            String plugin, String id, String title, String level, int most, List<Map<String, Object>> fields, List<Right> missing) {}

    record All(List<Shown> actions) {}

    @Override
    public Response handle(RootRequest request) {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        String resource = request.query("resource").orElse("");
        String namespace = request.query("namespace").orElse("");
        List<Offered> suiting = new TreeMap<>(board.table().serving()).values().stream()
                .flatMap(generation -> Offered.all(generation).stream())
                .filter(offered -> offered.suits(resource))
                .sorted(Comparator.comparing(Offered::order))
                .toList();
        List<Offered> offered = holding(suiting, new Judge.Place(request.principal(), cluster, namespace.isEmpty() ? List.of() : List.of(namespace)));
        List<Right> asked = offered.stream().flatMap(one -> one.rights(resource, namespace).stream()).distinct().toList();
        Set<Right> missing = missing(asked, asked.isEmpty() ? List.of() : rights.may(request.principal(), cluster, asked));
        List<Shown> shown = offered.stream().map(one -> shown(one, resource, namespace, missing)).toList();
        return Response.json(new All(shown)).withHeader("Cache-Control", "no-store");
    }

    private List<Offered> holding(List<Offered> offered, Judge.Place place) {
        Set<When.Term> terms = new HashSet<>();
        offered.forEach(one -> terms.addAll(When.parse(one.when()).terms()));
        Map<When.Term, Boolean> verdicts = judge.judge(place, terms);
        return offered.stream().filter(one -> When.parse(one.when()).test(term -> verdicts.getOrDefault(term, false))).toList();
    }

    private static Set<Right> missing(List<Right> asked, List<Answer<Boolean>> answers) {
        Set<Right> missing = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            if (!(answers.get(i) instanceof Answer.Known<Boolean> known && known.value())) {
                missing.add(asked.get(i));
            }
        }
        return missing;
    }

    private static Shown shown(Offered one, String resource, String namespace, Set<Right> missing) {
        List<Right> lacking = new ArrayList<>(one.rights(resource, namespace));
        lacking.retainAll(missing);
        return new Shown(
                one.plugin(), one.id(), one.title(), one.level().name().toLowerCase(Locale.ROOT), one.most(),
                one.form().fields().stream().map(Field::shape).toList(), lacking);
    }
}
