/** What assistant, MCP clients and command line may call. */
@Export
@Version("0.1.0")
@NullMarked
package dev.fresnel.api.tool;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
