/** What a page sees of it. */
@NullMarked
package dev.fresnel.logs.view;

import org.jspecify.annotations.NullMarked;
