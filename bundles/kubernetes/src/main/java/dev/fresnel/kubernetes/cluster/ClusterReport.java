package dev.fresnel.kubernetes.cluster;

import dev.fresnel.spi.insight.Dump;
import dev.fresnel.spi.insight.Meter;
import dev.fresnel.spi.transport.ClusterInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows how the clusters are: names to those who may see the dump, numbers alone to {@code /metrics}. */
@Component(service = {Dump.class, Meter.class})
public final class ClusterReport implements Dump, Meter {
    private final ClusterRegistry registry;

    @Activate
    public ClusterReport(@Reference ClusterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return "clusters";
    }

    @Override
    public Object state() {
        return registry.all().stream().map(ClusterReport::line).toList();
    }

    private static Map<String, Object> line(Cluster cluster) {
        ClusterInfo info = cluster.info();
        var line = new LinkedHashMap<String, Object>();
        line.put("id", info.id());
        line.put("source", info.source());
        line.put("state", info.state().name().toLowerCase(Locale.ROOT));
        line.put("since", info.since().toString());
        line.put("detail", String.valueOf(info.detail()));
        line.put("shareable", cluster.shareable());
        line.put("answersUnderWay", cluster.open());
        return line;
    }

    @Override
    public List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        List<Cluster> all = registry.all();
        for (ClusterInfo.State state : ClusterInfo.State.values()) {
            long count = all.stream().filter(cluster -> cluster.info().state() == state).count();
            samples.add(new Sample(
                    "fresnel_clusters", "gauge", "Clusters by state.", Map.of("state", state.name().toLowerCase(Locale.ROOT)), count));
        }
        int open = all.stream().mapToInt(Cluster::open).sum();
        samples.add(new Sample(
                "fresnel_upstream_answers", "gauge", "Answers of API servers that are under way, watches included.", Map.of(), open));
        return samples;
    }
}
