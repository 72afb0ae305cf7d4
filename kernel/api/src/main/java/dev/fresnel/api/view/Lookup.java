package dev.fresnel.api.view;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How a pure function of a plugin finds other objects: only kinds that its {@link Reads} declare as lookups, only the fields
 * that are declared there. What it asks for is recorded, also what is not there; what comes of it is shown to those alone who may
 * see both ends.
 */
@ProviderType
public interface Lookup {
    /** The owner of that kind, by owner reference; the controller first when there are several. */
    Optional<KubeObject> owner(KubeObject of, Kind kind);

    /** @param namespace {@code ""} for kinds outside namespaces */
    Optional<KubeObject> byName(Kind kind, String namespace, String name);

    /** An object outside namespaces. */
    default Optional<KubeObject> byName(Kind kind, String name) {
        return byName(kind, "", name);
    }

    /**
     * Objects by label selector, as {@code kubectl -l} reads it; {@code ""} = all of the namespace.
     *
     * @param namespace {@code ""} = all
     */
    List<KubeObject> select(Kind kind, String namespace, String labels);
}
