/** Many lines in order of time, in little memory. */
@NullMarked
package dev.fresnel.logs.spool;

import org.jspecify.annotations.NullMarked;
