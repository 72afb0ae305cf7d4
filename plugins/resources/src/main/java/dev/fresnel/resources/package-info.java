/** Lists, details and health of all kinds. */
@FresnelPlugin(id = "resources", title = "Resources", summary = "Lists and details of every kind that a cluster serves.")
@RequiresSdk("0.1")
@Asks(write = "*")
@NullMarked
package dev.fresnel.resources;

import dev.fresnel.api.plugin.Asks;
import dev.fresnel.api.plugin.FresnelPlugin;
import dev.fresnel.api.plugin.RequiresSdk;
import org.jspecify.annotations.NullMarked;
