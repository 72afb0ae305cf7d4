/** What API servers say of a credential. */
@NullMarked
package dev.fresnel.access.home;

import org.jspecify.annotations.NullMarked;
