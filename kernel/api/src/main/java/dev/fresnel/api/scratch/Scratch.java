package dev.fresnel.api.scratch;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Temporary files for what is too large for memory; a service that each bundle gets for itself. They have no name that anybody could
 * open, for the owner of the process alone. What is open is closed, and its space free again, when the bundle leaves and when the
 * process ends, however it ends. Files of one plugin hold at most 8 GB together.
 */
@ProviderType
public interface Scratch {
    /** @throws dev.fresnel.api.plugin.Problem LIMITED when too many are open, or the disk is nearly full */
    ScratchFile open();
}
