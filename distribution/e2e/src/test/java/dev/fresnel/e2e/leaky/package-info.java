/** A plugin that cannot be unloaded, to prove that the life-cycle test would see it. */
@FresnelPlugin(id = "leaky", title = "Leaky", summary = "Leaves a thread and a class behind.")
@NullMarked
package dev.fresnel.e2e.leaky;

import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
