/** A plugin with everything that a plugin may have, which comes and goes. */
@FresnelPlugin(id = "guest", title = "Soak: guest", summary = "Has a page, an endpoint, a channel and a job.")
@NullMarked
package dev.fresnel.e2e.guest;

import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
