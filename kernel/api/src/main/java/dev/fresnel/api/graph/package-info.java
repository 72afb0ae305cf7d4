/** Nodes and edges between objects, from all plugins, as the caller may see them. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
