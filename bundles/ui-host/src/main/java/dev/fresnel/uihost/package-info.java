/** The pages: shell, files of plugins, what plugins contribute. */
@NullMarked
package dev.fresnel.uihost;

import org.jspecify.annotations.NullMarked;
