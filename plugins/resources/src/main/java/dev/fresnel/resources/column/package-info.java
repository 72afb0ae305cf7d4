/** What kubectl says of objects beside the columns of the API server's Table. */
@NullMarked
package dev.fresnel.resources.column;

import org.jspecify.annotations.NullMarked;
