/** What the platform answers over HTTP and its channels. */
@NullMarked
package dev.fresnel.kubernetes.web;

import org.jspecify.annotations.NullMarked;
