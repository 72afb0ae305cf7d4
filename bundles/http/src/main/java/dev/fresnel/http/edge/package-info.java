/** Who may come in from outside, and what every answer says to browsers. */
@NullMarked
package dev.fresnel.http.edge;

import org.jspecify.annotations.NullMarked;
