/** {@code fresnel plugin …}: plugins from the command line, of a running server or of a folder. */
@NullMarked
package dev.fresnel.catalog.command;

import org.jspecify.annotations.NullMarked;
