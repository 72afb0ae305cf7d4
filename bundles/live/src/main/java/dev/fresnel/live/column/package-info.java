/** Columns: those of the API server's Table and our own beside them, what they say of a row and how rows are ordered by them. */
@NullMarked
package dev.fresnel.live.column;

import org.jspecify.annotations.NullMarked;
