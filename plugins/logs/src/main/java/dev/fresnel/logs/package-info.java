@FresnelPlugin(id = "logs", title = "Logs", summary = "Logs of containers, workloads and any selection of pods, live, merged and searchable.")
@RequiresSdk("0.1")
@NullMarked
package dev.fresnel.logs;

import dev.fresnel.api.plugin.FresnelPlugin;
import dev.fresnel.api.plugin.RequiresSdk;
import org.jspecify.annotations.NullMarked;
