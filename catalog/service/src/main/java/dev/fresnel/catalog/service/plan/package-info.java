/** What a change would do, found out without installing anything. */
@NullMarked
package dev.fresnel.catalog.service.plan;

import org.jspecify.annotations.NullMarked;
