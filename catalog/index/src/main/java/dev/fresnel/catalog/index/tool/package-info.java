/** The command line {@code index}: generate, sign, verify, mirror, keygen, publish-oci. */
@NullMarked
package dev.fresnel.catalog.index.tool;

import org.jspecify.annotations.NullMarked;
