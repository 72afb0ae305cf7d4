package dev.fresnel.api.channel;

import dev.fresnel.api.json.Json;
import dev.fresnel.api.view.View;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the client said when it opened a channel. */
@ProviderType
public interface Opening {
    Json params();

    /** What {@link Sink#resumeAt} noted last, when the client or a swap resumes. */
    Optional<String> resume();

    /** What the caller may see in a cluster, as long as the channel is open. */
    View view(String cluster);
}
