/** Shells in containers and on nodes, files to and from them, and ports that lead there. */
@FresnelPlugin(id = "terminal", title = "Terminal", summary = "Shells in containers and on nodes, files to and from them, and port-forwards.")
@RequiresSdk("0.1")
@Asks(capabilities = "exec", write = "pods")
@NullMarked
package dev.fresnel.terminal;

import dev.fresnel.api.plugin.Asks;
import dev.fresnel.api.plugin.FresnelPlugin;
import dev.fresnel.api.plugin.RequiresSdk;
import org.jspecify.annotations.NullMarked;
