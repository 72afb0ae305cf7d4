/** Change histories of objects: what stores see while somebody holds them, compared, kept, and shown to who may get the object. */
@NullMarked
package dev.fresnel.live.history;

import org.jspecify.annotations.NullMarked;
