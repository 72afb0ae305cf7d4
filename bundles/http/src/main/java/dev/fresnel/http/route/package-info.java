/** From a method and a path to what answers there. */
@NullMarked
package dev.fresnel.http.route;

import org.jspecify.annotations.NullMarked;
