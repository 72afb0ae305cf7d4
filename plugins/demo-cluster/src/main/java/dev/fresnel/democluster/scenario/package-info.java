/** The demo cluster's world: what is in it, the controllers that run it, and what goes wrong. */
@NullMarked
package dev.fresnel.democluster.scenario;

import org.jspecify.annotations.NullMarked;
