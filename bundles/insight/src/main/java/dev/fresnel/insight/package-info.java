/** How the server is: up, ready, and why not; numbers, and who registered what. */
@NullMarked
package dev.fresnel.insight;

import org.jspecify.annotations.NullMarked;
