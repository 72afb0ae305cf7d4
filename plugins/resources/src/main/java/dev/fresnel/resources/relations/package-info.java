/** What has to do with an object: pure functions from declared fields to references. */
@NullMarked
package dev.fresnel.resources.relations;

import org.jspecify.annotations.NullMarked;
