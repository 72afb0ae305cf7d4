package dev.fresnel.api.resource;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.Lookup;
import dev.fresnel.api.view.Reads;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Adds columns to the list of one kind; a pure function of what it declares to read. */
@ConsumerType
public interface ColumnSource {
    Reads reads();

    List<Column> columns();

    /**
     * Values in the order of {@link #columns}, {@code ""} = none.
     *
     * @param lookup finds nothing: cells are shown to all who see the object, and are made of it alone
     */
    List<String> cells(KubeObject object, Lookup lookup);
}
