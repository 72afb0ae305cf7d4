package dev.fresnel.e2e.scaling;

import dev.fresnel.api.chart.Chart;
import dev.fresnel.api.chart.ChartSource;
import dev.fresnel.api.diagnosis.Evidence;
import dev.fresnel.api.diagnosis.Finding;
import dev.fresnel.api.diagnosis.Rule;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.plugin.Message;
import dev.fresnel.api.resource.Relation;
import dev.fresnel.api.resource.RelationSource;
import dev.fresnel.api.resource.Section;
import dev.fresnel.api.resource.SectionSource;
import dev.fresnel.api.resource.State;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** What it knows of pods. */
@Component
public final class PodFacts implements Rule, RelationSource, SectionSource, ChartSource {
    @Override
    public Reads reads() {
        return Reads.of(Kind.POD, "/status/phase", "/spec/nodeName").lookup(Kind.NODE);
    }

    @Override
    public List<Finding> findings(KubeObject pod, Lookup lookup) {
        return pod.text("/status/phase").equals("Pending")
                ? List.of(new Finding("pending", pod.ref(), State.WAITING, Message.of("pending"), List.of(Evidence.of(pod, "/status/phase")), List.of()))
                : List.of();
    }

    @Override
    public List<Relation> relations(KubeObject pod, Lookup lookup) {
        return lookup.byName(Kind.NODE, pod.text("/spec/nodeName")).map(node -> new Relation(node.ref(), "runs-on")).stream().toList();
    }

    @Override
    public List<Section> sections(KubeObject pod, Lookup lookup) {
        return List.of(new Section("facts", "facts", List.of(Section.Fact.of("phase", pod.text("/status/phase")))));
    }

    @Override
    public List<Chart> charts() {
        return List.of(new Chart("cpu", "cpu", "cores", List.of("pods"), List.of(Chart.Query.promql("{pod}", "rate(cpu{pod=\"${name}\"}[${window}])"))));
    }
}
