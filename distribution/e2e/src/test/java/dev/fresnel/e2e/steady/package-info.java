/** A plugin with everything that a plugin may have, replaced all the time and never away. */
@FresnelPlugin(id = "steady", title = "Soak: steady", summary = "Has a page, an endpoint, a channel and a job.")
@NullMarked
package dev.fresnel.e2e.steady;

import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
