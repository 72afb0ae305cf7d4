package dev.fresnel.api.diagnosis;

import dev.fresnel.api.view.Answer;
import dev.fresnel.api.view.View;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What all rules of all plugins find; a service. */
@ProviderType
public interface Findings {
    /** Worst first. @param namespace {@code ""} = all */
    Answer<List<Finding>> findings(View view, String namespace);
}
