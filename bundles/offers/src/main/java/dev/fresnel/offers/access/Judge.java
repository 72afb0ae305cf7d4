package dev.fresnel.offers.access;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.view.Answer;
import dev.fresnel.spi.condition.When;
import dev.fresnel.spi.live.Rights;
import dev.fresnel.spi.live.Rights.Right;
import dev.fresnel.spi.principal.Principal;
import dev.fresnel.spi.transport.Clusters;
import dev.fresnel.spi.transport.Clusters.ServedKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Judges conditions and rights of one user in one cluster: kinds by discovery, rights by the API server, all of them in one go. */
@Component(service = Judge.class)
public final class Judge {
    private static final Set<String> LOOKS = Set.of("get", "list", "watch");

    private final Clusters clusters;
    private final Rights rights;
    /** nobody may change anything through this server, whatever the clusters allow */
    private final boolean readOnly;

    @Activate
    public Judge(BundleContext context, @Reference Clusters clusters, @Reference Rights rights) {
        this(clusters, rights, "true".equalsIgnoreCase(context.getProperty("fresnel.read-only")));
    }

    Judge(Clusters clusters, Rights rights, boolean readOnly) {
        this.clusters = clusters;
        this.rights = rights;
        this.readOnly = readOnly;
    }

    /**
     * The user's place.
     *
     * @param namespaces those that are looked at: a right in one of them is a right; empty = all
     */
    public record Place(Principal principal, String cluster, List<String> namespaces) {}

    /**
     * Whether terms hold; a term about which the API server could not be asked does not.
     *
     * @throws dev.fresnel.api.plugin.Problem when the cluster cannot be asked at all
     */
    public Map<When.Term, Boolean> judge(Place place, Set<When.Term> terms) {
        List<ServedKind> kinds = terms.isEmpty() ? List.of() : clusters.discovery(place.principal(), place.cluster()).kinds();
        var verdicts = new HashMap<When.Term, Boolean>();
        var asked = new ArrayList<When.Can>();
        for (When.Term term : terms) {
            switch (term) {
                case When.Served served -> verdicts.put(term, served(served, kinds));
                case When.Can can when readOnly && !LOOKS.contains(can.verb()) -> verdicts.put(term, false);
                case When.Can can when resource(can.resource(), kinds).isEmpty() -> verdicts.put(term, false);
                case When.Can can -> asked.add(can);
            }
        }
        for (var answer : may(place, asked, kinds).entrySet()) {
            verdicts.put(answer.getKey(), answer.getValue());
        }
        return verdicts;
    }

    private static boolean served(When.Served wanted, List<ServedKind> kinds) {
        return kinds.stream().map(ServedKind::kind).anyMatch(kind -> kind.group().equals(wanted.group())
                && kind.kind().equals(wanted.kind())
                && (wanted.versions().isEmpty() || wanted.versions().contains(kind.version())));
    }

    /** In all namespaces, else in one of those that are looked at. */
    private Map<When.Can, Boolean> may(Place place, List<When.Can> asked, List<ServedKind> kinds) {
        var verdicts = new HashMap<When.Can, Boolean>();
        var whole = asked.stream().map(can -> new Right(can.verb(), resource(can.resource(), kinds).orElseThrow(), "")).toList();
        List<Answer<Boolean>> answers = rights.may(place.principal(), place.cluster(), whole);
        var again = new ArrayList<When.Can>();
        for (int i = 0; i < asked.size(); i++) {
            verdicts.put(asked.get(i), yes(answers.get(i)));
            if (!yes(answers.get(i)) && namespaced(whole.get(i).resource(), kinds)) {
                again.add(asked.get(i));
            }
        }
        var partly = new ArrayList<Right>();
        again.forEach(can -> place.namespaces().forEach(namespace ->
                partly.add(new Right(can.verb(), resource(can.resource(), kinds).orElseThrow(), namespace))));
        List<Answer<Boolean>> more = partly.isEmpty() ? List.of() : rights.may(place.principal(), place.cluster(), partly);
        for (int i = 0; i < more.size(); i++) {
            verdicts.merge(again.get(i / place.namespaces().size()), yes(more.get(i)), Boolean::logicalOr);
        }
        return verdicts;
    }

    private static boolean yes(Answer<Boolean> answer) {
        return answer instanceof Answer.Known<Boolean> known && known.value();
    }

    /** The full name of a resource; a plural without its group is enough where only one kind has it. */
    private static Optional<String> resource(String named, List<ServedKind> kinds) {
        String[] parts = named.split("/", 2);
        String rest = parts.length == 1 ? "" : "/" + parts[1];
        var exact = kinds.stream().map(ServedKind::kind).map(Kind::id).filter(parts[0]::equals).findFirst();
        if (exact.isPresent() || parts[0].indexOf('.') >= 0) {
            return exact.map(id -> id + rest);
        }
        var found = new LinkedHashSet<String>();
        kinds.stream().map(ServedKind::kind).filter(kind -> kind.resource().equals(parts[0])).forEach(kind -> found.add(kind.id()));
        return found.size() == 1 ? Optional.of(found.getFirst() + rest) : Optional.empty();
    }

    private static boolean namespaced(String resource, List<ServedKind> kinds) {
        String id = resource.split("/", 2)[0];
        return kinds.stream().map(ServedKind::kind).anyMatch(kind -> kind.id().equals(id) && kind.namespaced());
    }
}
