/** The sidecar: keeps a folder of plugins as a file says, for ever, without a server around it. */
@NullMarked
package dev.fresnel.catalog.manager;

import org.jspecify.annotations.NullMarked;
