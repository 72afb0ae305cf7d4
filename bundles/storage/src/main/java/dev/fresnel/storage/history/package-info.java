/** Change histories in an embedded database. */
@NullMarked
package dev.fresnel.storage.history;

import org.jspecify.annotations.NullMarked;
