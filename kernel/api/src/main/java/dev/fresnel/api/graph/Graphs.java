package dev.fresnel.api.graph;

import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import org.osgi.annotation.versioning.ProviderType;

/** What all map sources of all plugins say; a service. */
@ProviderType
public interface Graphs {
    /** @param namespace objects in it and what they lead to; {@code ""} = all */
    Answer<Graph> graph(View view, String namespace);
}
