package dev.fresnel.resources.column;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.kube.Field;
import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Column;
import dev.fresnel.api.resource.ColumnSource;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Which storage class is taken where none is named; kubectl writes {@code (default)} behind its name. */
@Component
public final class DefaultClass implements ColumnSource {
    private static final Kind STORAGE_CLASS = new Kind("storage.k8s.io", "v1", "storageclasses", "StorageClass", false);
    private static final String MARKS = "/metadata/annotations";

    @Override
    public Reads reads() {
        return Reads.of(STORAGE_CLASS, MARKS);
    }

    @Override
    public List<Column> columns() {
        return List.of(new Column("default", "column.default", Field.Type.FLAG, false));
    }

    @Override
    public List<String> cells(KubeObject storageClass, Lookup lookup) {
        Json marks = storageClass.at(MARKS);
        boolean chosen = Stream.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class")
                .anyMatch(name -> marks.get(name).text().equals("true"));
        return List.of(chosen ? "true" : "");
    }
}
