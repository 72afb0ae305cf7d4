package dev.fresnel.api.action;

import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.view.View;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What an action is asked to act upon; all objects are of one kind and one cluster, read just now with the caller's own rights. */
@ProviderType
public interface Selection {
    List<KubeObject> objects();

    /** The only one, for actions that take no more. */
    KubeObject object();

    /**
     * What the person entered, checked against its schema.
     *
     * @param type the record that {@link ActionType#input} names
     */
    <T> T input(Class<T> type);

    /** When it was first asked for: the same for the preview and for what is carried out, so that both plans are equal. */
    Instant at();

    View view();
}
