/** A plugin with an action, a tool, settings, a rule, relations and a chart. */
@FresnelPlugin(id = "scaling", title = "Scaling", summary = "One of each thing that a plugin may offer.")
@Asks(write = "deployments.apps")
@NullMarked
package dev.fresnel.e2e.scaling;

import dev.fresnel.api.plugin.Asks;
import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
