/** The map: what leads from object to object, and the page that shows it. */
@FresnelPlugin(id = "map", title = "Map", summary = "Shows what runs in a cluster, what it needs and how it is, as a map.")
@RequiresSdk("0.1")
@NullMarked
package dev.fresnel.map;

import dev.fresnel.api.plugin.FresnelPlugin;
import dev.fresnel.api.plugin.RequiresSdk;
import org.jspecify.annotations.NullMarked;
