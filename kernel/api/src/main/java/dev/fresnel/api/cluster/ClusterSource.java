package dev.fresnel.api.cluster;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Announces clusters; asked when its plugin begins to serve. */
@ConsumerType
@FunctionalInterface
public interface ClusterSource {
    List<ClusterSpec> clusters();
}
