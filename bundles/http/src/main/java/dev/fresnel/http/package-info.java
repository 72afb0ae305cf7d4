/** The web server: routes of the platform and of plugins. */
@NullMarked
package dev.fresnel.http;

import org.jspecify.annotations.NullMarked;
