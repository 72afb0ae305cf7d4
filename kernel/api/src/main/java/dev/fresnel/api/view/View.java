package dev.fresnel.api.view;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.kube.ObjectRef;
import dev.fresnel.api.kube.Selector;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** One cluster through the eyes of the caller; valid as long as the call or channel it came with. Calls may block. */
@ProviderType
public interface View {
    String cluster();

    /** The kind that the cluster serves under {@code resource.group}. */
    Answer<Optional<Kind>> kind(String resourceAndGroup);

    /** The kind that the cluster serves for {@code apiVersion} and {@code kind}, as owner references name it. */
    Answer<Optional<Kind>> kind(String apiVersion, String kind);

    Answer<Long> count(Kind kind);

    Answer<List<KubeObject>> list(Kind kind, Selector selector);

    /** A part of a list, filtered and sorted where the data is. */
    Answer<Rows> rows(Query query);

    Answer<Optional<KubeObject>> get(ObjectRef ref);

    /**
     * Whether the caller may do that, as the API server says; kept for some seconds.
     *
     * @param verb {@code list}, {@code patch}, {@code create}…
     * @param resource {@code resource.group[/subresource]}: {@code deployments.apps/scale}
     * @param namespace {@code ""} = in all, or outside namespaces
     */
    Answer<Boolean> may(String verb, String resource, String namespace);
}
