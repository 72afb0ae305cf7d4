/** For tests of plugins: a view made of YAML, requests, and what every plugin has to keep. */
@NullMarked
package dev.fresnel.testing.plugin;

import org.jspecify.annotations.NullMarked;
