// guide:passport
@FresnelPlugin(id = "template", title = "Template", summary = "Counts the pods that you may see.")
@RequiresSdk("0.1")
@NullMarked
package dev.fresnel.template;

import dev.fresnel.api.plugin.FresnelPlugin;
import dev.fresnel.api.plugin.RequiresSdk;
import org.jspecify.annotations.NullMarked;
// end
