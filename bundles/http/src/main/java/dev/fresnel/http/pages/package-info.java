/** Pages of pods and Services on origins of their own: who may see which, and what passes between them and the browser. */
@NullMarked
package dev.fresnel.http.pages;

import org.jspecify.annotations.NullMarked;
