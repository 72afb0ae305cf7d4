package dev.fresnel.live;

import dev.fresnel.api.diagnosis.Evidence;
import dev.fresnel.api.diagnosis.Finding;
import dev.fresnel.api.diagnosis.Findings;
import dev.fresnel.api.graph.Graph;
import dev.fresnel.api.graph.Graphs;
import dev.fresnel.api.http.Response;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.plugin.Problem;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.resource.Section;
import dev.fresnel.api.resource.SectionSource;
import dev.fresnel.api.view.Answer;
import dev.fresnel.live.function.Functions;
import dev.fresnel.live.function.Round;
import dev.fresnel.spi.http.RootEndpoint;
import dev.fresnel.spi.http.RootRequest;
import dev.fresnel.spi.http.RootRoute;
import dev.fresnel.spi.live.CallersView;
import dev.fresnel.spi.live.Views;
import dev.fresnel.spi.switchboard.Switchboard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What functions of plugins say of what the caller sees: {@code /api/v1/graph}, {@code /api/v1/findings}, {@code /api/v1/details}. */
@Component
@RootRoute(path = {"/api/v1/graph", "/api/v1/findings", "/api/v1/details"})
public final class ComputedEndpoint implements RootEndpoint {
    private final Views views;
    private final Graphs graphs;
    private final Findings findings;
    private final Functions<RelationSource, Relation> relations;
    private final Functions<SectionSource, Section> sections;

    @Activate
    public ComputedEndpoint(@Reference Views views, @Reference Graphs graphs, @Reference Findings findings, @Reference Switchboard board) {
        this.views = views;
        this.graphs = graphs;
        this.findings = findings;
        this.relations = new Functions<>(board, RelationSource.class, RelationSource::reads, RelationSource::relations);
        this.sections = new Functions<>(board, SectionSource.class, SectionSource::reads, SectionSource::sections);
    }

    /** An object as pages name it. */
    record Ref(String cluster, String resource, String namespace, String name) {
        static Ref of(ObjectRef ref) {
            return new Ref(ref.cluster(), ref.kind().id(), ref.namespace(), ref.name());
        }
    }

    record Point(Ref ref, String uid, String state, String reason) {}

    /** Ends by their index among the nodes: twenty thousand nodes have long names. */
    record Line(int from, int to, String role) {}

    record Drawing(List<Point> nodes, List<Line> edges, List<String> hidden) {}

    record Proof(Ref object, String pointer, String value) {}

    record Shown(String rule, Ref about, String state, Message text, List<Proof> evidence, List<String> remedies) {}

    record Related(String plugin, Ref to, String role) {}

    record Fact(String label, String value, String state, Optional<Ref> link) {}

    record Part(String plugin, String id, String title, List<Fact> facts) {}

    record Details(List<Related> relations, List<Part> sections) {}

    @Override
    public Response handle(RootRequest request) {
        String cluster = request.cluster().orElseThrow(() -> new Problem(Problem.Kind.INVALID, "CLUSTER_MISSING", "Name the cluster with ?cluster=."));
        CallersView view = views.view(request.principal(), cluster);
        String namespace = request.query("namespace").orElse("");
        Object answer = switch (request.path()) {
            case "/api/v1/graph" -> graphs.graph(view, namespace).map(ComputedEndpoint::drawn);
            case "/api/v1/findings" -> findings.findings(view, namespace).map(all -> all.stream().map(ComputedEndpoint::shown).toList());
            default -> details(view, request);
        };
        return Response.json(answer).withHeader("Cache-Control", "no-store");
    }

    private static Drawing drawn(Graph graph) {
        Map<ObjectRef, Integer> at = new HashMap<>();
        graph.nodes().forEach(node -> at.put(node.ref(), at.size()));
        return new Drawing(
                graph.nodes().stream().map(node -> new Point(Ref.of(node.ref()), node.uid(), node.health().state().word(), node.health().reason())).toList(),
                graph.edges().stream().map(edge -> new Line(at.get(edge.from()), at.get(edge.to()), edge.role())).toList(),
                graph.hidden());
    }

    private static Shown shown(Finding finding) {
        return new Shown(
                finding.rule(), Ref.of(finding.about()), finding.state().word(), finding.text(),
                finding.evidence().stream().map(ComputedEndpoint::proof).toList(), finding.remedies());
    }

    private static Proof proof(Evidence evidence) {
        return new Proof(Ref.of(evidence.object()), evidence.pointer(), evidence.value());
    }

    private Details details(CallersView view, RootRequest request) {
        String resource = request.query("resource").orElse("");
        var kind = switch (view.kind(resource)) {
            case Answer.Known<Optional<Kind>> known -> known.value();
            default -> Optional.<Kind>empty();
        };
        String namespace = request.query("namespace").orElse("");
        var ref = new ObjectRef(view.cluster(), kind.orElseThrow(() ->
                new Problem(Problem.Kind.MISSING, "LIVE_RESOURCE_UNKNOWN", "The cluster serves no " + resource + ".")), namespace, request.query("name").orElse(""));
        var round = new Round(StoreView.sight(view), namespace);
        List<Related> related = relations.of(round, ref).stream()
                .filter(one -> round.sees(one.value().to()))
                .map(one -> new Related(one.plugin(), Ref.of(one.value().to()), one.value().role()))
                .toList();
        List<Part> parts = sections.of(round, ref).stream().map(one -> part(round, one)).toList();
        return new Details(related, parts);
    }

    /** A link to what the caller does not see is none; the text stays, for it stands in an object that is seen. */
    private static Part part(Round round, Functions.Result<Section> one) {
        List<Fact> facts = one.value().facts().stream()
                .map(fact -> new Fact(fact.label(), fact.value(), fact.state().word(), fact.link().filter(round::sees).map(Ref::of)))
                .toList();
        return new Part(one.plugin(), one.value().id(), one.value().title(), facts);
    }
}
