/** A living Kubernetes cluster in memory, so that the first start shows something without one. */
@FresnelPlugin(
        id = "demo-cluster",
        title = "Demo cluster",
        summary = "A small company's Kubernetes cluster in memory: it lives, it fails, and kubectl can use it.")
@NullMarked
package dev.fresnel.democluster;

import dev.fresnel.api.plugin.FresnelPlugin;
import org.jspecify.annotations.NullMarked;
