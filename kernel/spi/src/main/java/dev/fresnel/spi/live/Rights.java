package dev.fresnel.spi.live;

import dev.fresnel.api.view.Answer;
import dev.fresnel.spi.principal.Principal;
import java.util.List;

/** What somebody may do in a cluster, as its API server says, asked with their own credential; answers are kept for some seconds. */
public interface Rights {
    /**
     * One right.
     *
     * @param verb {@code list}, {@code patch}…
     * @param resource {@code resource.group[/subresource]}
     * @param namespace {@code ""} = in all, or outside namespaces
     */
    record Right(String verb, String resource, String namespace) {}

    /** Blocks. Answers in the order of the questions. @throws dev.fresnel.api.plugin.Problem MISSING when there is no such cluster */
    List<Answer<Boolean>> may(Principal principal, String cluster, List<Right> rights);
}
