package dev.fresnel.template;

import static dev.fresnel.api.kube.Kind.POD;

import dev.fresnel.api.kube.Field;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Column;
import dev.fresnel.api.resource.ColumnSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.service.component.annotations.Component;

// guide:column
/** Lists of pods get a column that says how soon a pod is evicted when its node runs out of memory. */
@Component
public final class QosColumn implements ColumnSource {
    @Override
    public Reads reads() {
        return Reads.of(POD, "/status/qosClass");
    }

    @Override
    public List<Column> columns() {
        return List.of(new Column("qos", "column.qos", Field.Type.TEXT, true));
    }

    @Override
    public List<String> cells(KubeObject pod, Lookup lookup) {
        return List.of(pod.text("/status/qosClass"));
    }
}
// end
