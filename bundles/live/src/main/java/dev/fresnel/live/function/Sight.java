package dev.fresnel.live.function;

import dev.fresnel.api.kube.Kind;
import dev.fresnel.api.kube.KubeObject;
import dev.fresnel.api.resource.Health;
import dev.fresnel.api.view.Answer;
import java.util.List;

/** What one caller sees of a cluster. */
public interface Sight {
    /** An object, and how it is. */
    record Seen(KubeObject object, Health health) {}

    /** @param namespace {@code ""} = all */
    Answer<List<Seen>> seen(Kind kind, String namespace);
}
