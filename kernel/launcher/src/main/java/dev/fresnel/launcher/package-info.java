/** Starts things and knows nothing: settings, the framework, the boot list. */
@NullMarked
package dev.fresnel.launcher;

import org.jspecify.annotations.NullMarked;
