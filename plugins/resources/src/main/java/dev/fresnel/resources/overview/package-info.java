/** What is wrong in a cluster and how full it is, computed here so that no page fetches whole lists. */
@NullMarked
package dev.fresnel.resources.overview;

import org.jspecify.annotations.NullMarked;
