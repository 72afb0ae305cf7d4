package dev.fresnel.live;

import dev.fresnel.api.graph.Graph;
import dev.fresnel.api.graph.Graphs;
import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import dev.fresnel.live.graph.Whole;
import dev.fresnel.spi.live.CallersView;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What all map sources say of what a caller sees, whole. */
@Component
public final class SeenGraphs implements Graphs {
    private final LiveStore store;

    @Activate
    public SeenGraphs(@Reference LiveStore store) {
        this.store = store;
    }

    @Override
    public Answer<Graph> graph(View view, String namespace) {
        if (!(view instanceof CallersView callers)) {
            throw new IllegalArgumentException("The view is none of the live store's: " + view.getClass().getName());
        }
        Set<String> namespaces = namespace.isEmpty() ? Set.of() : Set.of(namespace);
        return Whole.of(store.atlases(), callers.principal(), view.cluster(), namespaces);
    }
}
