/** A plugin that steps into each trap of hot swap that a build cannot refuse. */
@FresnelPlugin(id = "traps", title = "Traps", summary = "Steps into traps, for a test.")
@NullMarked
package dev.fresnel.e2e.traps;

import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
